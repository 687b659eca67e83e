package loom.aml.store.graph;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileState;

/** Resolves the path of a memory file, which may be a symbolic link and need not exist. */
final class GraphPlace {
    private static final int MOST_LINKS = 40;

    private GraphPlace() {}

    /**
     * Returns the real path of the file.
     *
     * @throws NoSuchFileException if its directory does not exist; the disk may not be mounted, so the file does not count
     *     as missing
     */
    static Path resolve(Disk disk, Path path) throws IOException {
        Path next = path.toAbsolutePath().normalize();
        for (int links = 0; links <= MOST_LINKS; links++) {
            try {
                return disk.realPath(next);
            } catch (NoSuchFileException e) {
                Path directory = directory(disk, next);
                Path file = FileName.resolve(directory, FileName.last(next));
                if (disk.state(file).type() != FileState.Type.LINK) {
                    return file;
                }
                next = directory.resolve(disk.linkTarget(file)).normalize();
            }
        }
        throw new FileSystemException(path.toString(), null, "too many levels of symbolic links");
    }

    private static Path directory(Disk disk, Path file) throws IOException {
        Path directory = directoryOf(file);
        try {
            return disk.realPath(directory);
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(
                    FileName.text(file), null, "its directory does not exist; create it, or mount its disk");
        }
    }

    /** Returns the directory of a file. */
    static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "a file is in a directory");
    }
}
