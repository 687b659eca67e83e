package loom.aml.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import loom.aml.io.Disk;
import loom.aml.io.FileName;

/**
 * Resolves recorded paths within a folder. Anybody can edit records and journals, and a directory can become a symbolic
 * link after it was checked. So a path that leads out of its folder is refused: a job of root must not be made to write
 * or read elsewhere.
 */
public final class PathWithin {
    private PathWithin() {}

    /** Returns whether a relative path stays within its folder. */
    public static boolean isWithin(String path) {
        try {
            Path normal = FileName.path(path).normalize();
            return !normal.isAbsolute()
                    && !normal.startsWith("..")
                    && !normal.toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * Resolves a name below a folder.
     *
     * @throws FileSystemException if the name leads out of the folder or through a link
     */
    public static Path of(Disk disk, Path folder, String name) throws IOException {
        Path path = resolve(folder, name);
        Path directory = path.getParent();
        if (directory != null && !directory.equals(folder) && !isReal(disk, folder, directory)) {
            throw refused(name, "it leads through a symbolic link");
        }
        return path;
    }

    /**
     * Resolves a name without checking for links.
     *
     * @throws FileSystemException if the name leads out of the folder
     */
    static Path resolve(Path folder, String name) throws IOException {
        try {
            Path path = FileName.resolve(folder, name);
            if (!name.contains("//")
                    && path.startsWith(folder)
                    && path.equals(path.normalize())
                    && !path.equals(folder)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Not a valid path.
        }
        throw refused(name, "it leads out of " + folder);
    }

    private static boolean isReal(Disk disk, Path folder, Path directory) throws IOException {
        try {
            return disk.realPath(directory).equals(disk.realPath(folder).resolve(folder.relativize(directory)));
        } catch (NoSuchFileException e) {
            // A missing directory leads nowhere, and a dangling link cannot be written through.
            return true;
        }
    }

    private static FileSystemException refused(String name, String why) {
        return new FileSystemException(name, null, why);
    }
}
