package loom.aml.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import loom.aml.io.Disk;
import loom.aml.storage.PrivateFolder;

/**
 * The paths of a store, which need not exist: the backups of a lost store can still be read.
 *
 * @param root its real path
 * @param holdsNotes whether its Markdown files are memories
 * @param beside the path beside which everything is kept that belongs to the store without being part of it, usually the root
 * @param scope the files below the root that belong to the store
 */
public record StorePaths(
        Disk disk, Path root, StoreOptions options, boolean holdsNotes, Path beside, StoreScope scope) {

    public StorePaths(Disk disk, Path root, StoreOptions options) {
        this(disk, root, options, false);
    }

    public StorePaths(Disk disk, Path root, StoreOptions options, boolean holdsNotes) {
        this(disk, root, options, holdsNotes, root, StoreScope.EVERYTHING);
    }

    /** Resolves a path, whether it exists or not. */
    public static StorePaths of(Disk disk, Path path, StoreOptions options) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        return new StorePaths(disk, realPath(disk, absolute), options);
    }

    /** Resolves the links of a path as far as it exists. */
    public static Path realPath(Disk disk, Path absolute) throws IOException {
        try {
            return disk.realPath(absolute);
        } catch (NoSuchFileException e) {
            Path parent = absolute.getParent();
            return parent == null ? absolute : realPath(disk, parent).resolve(absolute.getFileName());
        }
    }

    /** Returns the folder beside the store in which its backups and records are, whether it exists or not. */
    public Path backups() {
        return PrivateFolder.beside(disk, beside).path();
    }
}
