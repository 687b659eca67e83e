package loom.aml.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileOutput;
import loom.aml.io.FileState;

/**
 * A folder of ours beside a store: open to the store's owner alone (0700), or to the group that shares the store (0770), and kept out of git by a {@code .gitignore} of {@code
 * *}, for memories hold secrets. All that is made in it belongs to the owner of the store, so that a job of root does not lock
 * its user out.
 */
public final class PrivateFolder {
    private static final int ATTEMPTS = 100;

    private final Disk disk;
    private final Path memory;
    private final Path folder;

    /**
     * @param memory the real path of the store
     * @param folder two levels below the folder in which the store lies
     */
    private PrivateFolder(Disk disk, Path memory, Path folder) {
        this.disk = disk;
        this.memory = memory;
        this.folder = folder;
    }

    /** The folder in which backups, archives and run records of a store lie, {@code <memory>-backup/aml/}. */
    public static PrivateFolder beside(Disk disk, Path memory) {
        return new PrivateFolder(disk, memory, behindLinks(disk, sibling(memory, "-backup"), "aml"));
    }

    /** A folder for what is derived from a store and may be lost, {@code <memory>-state/<name>/}. */
    public static PrivateFolder ofState(Disk disk, Path memory, String name) {
        return new PrivateFolder(disk, memory, behindLinks(disk, sibling(memory, "-state"), name));
    }

    /** The folder or the one above it may be a link to another disk, as the store itself may. It is resolved once. */
    private static Path behindLinks(Disk disk, Path above, String name) {
        return behindLink(disk, behindLink(disk, above).resolve(name));
    }

    private static Path behindLink(Disk disk, Path path) {
        try {
            return disk.state(path).type() == FileState.Type.LINK ? disk.realPath(path) : path;
        } catch (IOException e) {
            // What is behind it cannot be reached now: whoever needs the folder is told of the link.
            return path;
        }
    }

    private static Path sibling(Path memory, String suffix) {
        return FileName.beside(memory, FileName.last(memory) + suffix);
    }

    public Path path() {
        return folder;
    }

    /** Sees to it that the folder stands, and is kept out of git. */
    public void prepare() throws IOException {
        if (disk.state(folder).isMissing()) {
            makeDirectory(parentOf(folder), disk.access(memory));
            // The name of what holds all the others: a power cut must not take it once something leaves the store.
            disk.syncDirectory(parentOf(parentOf(folder)));
            makeDirectory(folder, Ownership.ofDirectory(disk, memory).ownDirectory());
            disk.syncDirectory(parentOf(folder));
        }
        keepOutOfGit();
    }

    /** Looked after at every run, and put in place by rename: a crash may have come between the folder and its first file. */
    private void keepOutOfGit() throws IOException {
        Path ignore = folder.resolve(".gitignore");
        for (int attempt = 1; disk.state(ignore).size() == 0; attempt++) {
            try {
                write(ignore);
                return;
            } catch (FileAlreadyExistsException | NoSuchFileException e) {
                // Other first runs are at it at the same time, and one of them comes through.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void write(Path ignore) throws IOException {
        Path part = folder.resolve(".gitignore.part");
        if (!disk.state(part).isMissing()) {
            disk.delete(part);
        }
        FileOutput out = create(part);
        try {
            try (out) {
                byte[] everything = "*\n".getBytes(StandardCharsets.US_ASCII);
                out.write(everything, 0, everything.length);
                out.sync();
            }
            disk.rename(part, ignore);
        } catch (IOException e) {
            // On a full disk even nothing takes a name.
            if (!disk.state(part).isMissing()) {
                disk.delete(part);
            }
            throw e;
        }
        disk.syncDirectory(folder);
    }

    /** Makes a directory below the folder, and those above it. */
    public void makeDirectories(Path directory) throws IOException {
        if (disk.state(directory).isDirectory()) {
            return;
        }
        if (!directory.equals(folder)) {
            makeDirectories(parentOf(directory));
        }
        makeDirectory(directory, Ownership.ofDirectory(disk, folder).ownDirectory());
        disk.syncDirectory(parentOf(directory));
    }

    private void makeDirectory(Path directory, Access access) throws IOException {
        try {
            Ownership.createDirectory(disk, directory, access);
        } catch (FileAlreadyExistsException e) {
            FileState.Type type = disk.state(directory).type();
            if (type == FileState.Type.LINK && folder.startsWith(directory)) {
                throw new FileSystemException(
                        directory.toString(),
                        null,
                        "is a link that leads to no directory; mount the disk that it leads to, or make the directory");
            }
            if (type != FileState.Type.DIRECTORY) {
                throw new FileAlreadyExistsException(
                        directory.toString(),
                        null,
                        "is not a directory, and aml keeps its own files in one of that name; move it away");
            }
        }
    }

    /** Makes a file below the folder, private, and its owner's whose the folder is. */
    public FileOutput create(Path file) throws IOException {
        makeDirectories(parentOf(file));
        return Ownership.createFile(
                disk, file, Ownership.ofDirectory(disk, folder).ownFile());
    }

    private static Path parentOf(Path path) {
        return Objects.requireNonNull(path.getParent(), "all that is written lies in a directory");
    }
}
