package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import loom.aml.io.Disk;
import loom.aml.store.StoreOptions;

/** The locks that the other writers of a store respect. Thread-safe. */
public interface FileLocks {

    /** No locks: for stores whose writers take none. Versions alone then show what others wrote. */
    FileLocks NONE = new FileLocks() {
        @Override
        public FileLock take(Disk disk, Path file, StoreOptions options) {
            return FileLock.NONE;
        }

        @Override
        public void free(Disk disk, Path file, StoreOptions options) {
            // Nothing was taken.
        }

        @Override
        public void freeAbandoned(Disk disk, Collection<Path> files, StoreOptions options) {
            // Nothing was taken.
        }
    };

    /**
     * Takes the lock of a file.
     *
     * @param options the time to wait, and the age at which a lock counts as abandoned
     * @throws loom.aml.storage.StoreLockedException if another process held it for all that time
     */
    FileLock take(Disk disk, Path file, StoreOptions options) throws IOException;

    /** Frees the lock of a file if a crash left it behind; a lock that is held is left alone. */
    void free(Disk disk, Path file, StoreOptions options) throws IOException;

    /** Frees the locks of several files that a crash left behind, in the time that one takes. */
    void freeAbandoned(Disk disk, Collection<Path> files, StoreOptions options) throws IOException;
}
