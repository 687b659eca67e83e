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
 * A folder of aml's own beside a store. Memories may contain secrets, so it is accessible only to the owner of the
 * store (0700) or to the group that shares the store (0770), and a {@code .gitignore} of {@code *} keeps it out of git.
 * Everything in it belongs to the owner of the store, so that a job of root does not lock the user out.
 */
public final class PrivateFolder {
    private static final int ATTEMPTS = 100;

    private final Disk disk;
    private final Path memory;
    private final Path folder;

    /**
     * @param memory the real path of the store
     * @param folder two levels below the folder that contains the store, or a folder elsewhere whose parent exists
     */
    private PrivateFolder(Disk disk, Path memory, Path folder) {
        this.disk = disk;
        this.memory = memory;
        this.folder = folder;
    }

    /** Returns the folder for backups, archives and run records of a store, {@code <memory>-backup/aml/}. */
    public static PrivateFolder beside(Disk disk, Path memory) {
        return new PrivateFolder(disk, memory, behindLinks(disk, sibling(memory, "-backup"), "aml"));
    }

    /** Returns a folder for data that is derived from a store and may be lost, {@code <memory>-state/<name>/}. */
    public static PrivateFolder ofState(Disk disk, Path memory, String name) {
        return new PrivateFolder(disk, memory, behindLinks(disk, sibling(memory, "-state"), name));
    }

    /**
     * Returns a folder elsewhere for copies of the backups of a store. Its parent must exist, so that nothing is written to the mount point
     * of a disk that is not mounted.
     */
    public static PrivateFolder at(Disk disk, Path memory, Path folder) {
        return new PrivateFolder(disk, memory, behindLink(disk, folder));
    }

    /** Resolves links once: the folder or its parent may be a link to another disk, as may the store itself. */
    private static Path behindLinks(Disk disk, Path above, String name) {
        return behindLink(disk, behindLink(disk, above).resolve(name));
    }

    private static Path behindLink(Disk disk, Path path) {
        try {
            return disk.state(path).type() == FileState.Type.LINK ? disk.realPath(path) : path;
        } catch (IOException e) {
            // The target of the link cannot be reached now: callers that need the folder get an error that names the
            // link.
            return path;
        }
    }

    private static Path sibling(Path memory, String suffix) {
        return FileName.beside(memory, FileName.last(memory) + suffix);
    }

    public Path path() {
        return folder;
    }

    /** Creates the folder if necessary and keeps it out of git. */
    public void prepare() throws IOException {
        if (disk.state(folder).isMissing()) {
            Access own = ofStore().ownDirectory();
            makeDirectory(parentOf(folder), isNoDirectory() ? own : disk.access(memory));
            // The directory entry of the top folder: it must survive a power cut before items are removed from the
            // store.
            disk.syncDirectory(parentOf(parentOf(folder)));
            makeDirectory(folder, own);
            disk.syncDirectory(parentOf(folder));
        }
        keepOutOfGit();
    }

    /**
     * Returns the access that decides about the folder: that of the store. A store that is a file, or does not exist yet, gets
     * the access of its directory.
     */
    private Access ofStore() throws IOException {
        return Ownership.ofDirectory(disk, isNoDirectory() ? parentOf(memory) : memory);
    }

    private boolean isNoDirectory() throws IOException {
        return !disk.state(memory).isDirectory();
    }

    /**
     * Creates the .gitignore if necessary, by rename. Each run checks it, since a crash may come between the folder and
     * its first file.
     */
    private void keepOutOfGit() throws IOException {
        Path ignore = folder.resolve(".gitignore");
        for (int attempt = 1; disk.state(ignore).size() == 0; attempt++) {
            try {
                write(ignore);
                return;
            } catch (FileAlreadyExistsException | NoSuchFileException e) {
                // Other first runs create it at the same time, and one of them succeeds.
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
            // On a full disk even creating an empty file fails.
            if (!disk.state(part).isMissing()) {
                disk.delete(part);
            }
            throw e;
        }
        disk.syncDirectory(folder);
    }

    /** Creates a directory below the folder and its missing parents. */
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
                        "is a link to a directory that does not exist; mount the disk, or create the directory");
            }
            if (type != FileState.Type.DIRECTORY) {
                throw new FileAlreadyExistsException(
                        directory.toString(),
                        null,
                        "is not a directory, but aml keeps its own files under this name; move it away");
            }
        }
    }

    /** Creates a private file below the folder that belongs to the owner of the folder. */
    public FileOutput create(Path file) throws IOException {
        makeDirectories(parentOf(file));
        return Ownership.createFile(
                disk, file, Ownership.ofDirectory(disk, folder).ownFile());
    }

    private static Path parentOf(Path path) {
        return Objects.requireNonNull(path.getParent(), "every file is in a directory");
    }
}
