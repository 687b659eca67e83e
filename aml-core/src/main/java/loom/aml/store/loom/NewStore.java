package loom.aml.store.loom;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.storage.Ownership;

/** Creates stores, and directories in which a store can be made. */
public final class NewStore {
    private NewStore() {}

    /**
     * Creates an empty store: the directory, its missing parents, and {@code global/}, by which it is recognized as a store.
     *
     * @return its real path
     * @throws FileAlreadyExistsException if the path names something that is not an empty directory
     */
    public static Path create(Disk disk, Path path) throws IOException {
        Path root = makeDirectory(disk, path);
        disk.createDirectory(root.resolve("global"));
        disk.syncDirectory(root);
        return root;
    }

    /**
     * Creates a directory in which a store can be made, and its missing parents.
     *
     * @return its real path
     * @throws FileAlreadyExistsException if the path names something that is not an empty directory
     */
    public static Path makeDirectory(Disk disk, Path path) throws IOException {
        return makeDirectory(disk, path, disk::createDirectory);
    }

    /**
     * Creates a directory in which a store can be made, with the access of another directory, such as the backup folder
     * of a lost store.
     */
    public static Path makeDirectoryLike(Disk disk, Path path, Path other) throws IOException {
        Access access = disk.access(other);
        return makeDirectory(disk, path, directory -> Ownership.createDirectory(disk, directory, access));
    }

    private interface Making {
        void make(Path directory) throws IOException;
    }

    private static Path makeDirectory(Disk disk, Path path, Making making) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (!disk.state(absolute).isDirectory()) {
            makeDirectories(disk, absolute, making);
        } else if (!disk.list(absolute).isEmpty()) {
            throw new FileAlreadyExistsException(FileName.text(absolute));
        }
        return disk.realPath(absolute);
    }

    private static void makeDirectories(Disk disk, Path directory, Making making) throws IOException {
        Path parent = directory.getParent();
        if (parent != null && disk.state(parent).isMissing()) {
            makeDirectories(disk, parent, disk::createDirectory);
        }
        making.make(directory);
        if (parent != null) {
            disk.syncDirectory(parent);
        }
    }
}
