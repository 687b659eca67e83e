package loom.aml.store.loom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import loom.aml.io.Disk;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.StoreOptions;
import loom.aml.store.file.FileLock;
import loom.aml.store.file.FileLocks;

/** The locks of the runtime, one directory beside each file. */
final class LoomLocks implements FileLocks {
    static final LoomLocks INSTANCE = new LoomLocks();

    private LoomLocks() {}

    @Override
    public FileLock take(Disk disk, Path file, StoreOptions options) throws IOException {
        return CollectionLock.take(disk, file, options);
    }

    @Override
    public void free(Disk disk, Path file, StoreOptions options) throws IOException {
        if (!disk.state(CollectionLock.lockOf(file)).isMissing()) {
            try {
                CollectionLock.take(disk, file, options).close();
            } catch (StoreLockedException e) {
                // A live process refreshes it, so it is not the lock of the crashed run.
            }
        }
    }

    @Override
    public void freeAbandoned(Disk disk, Collection<Path> files, StoreOptions options) throws IOException {
        new AbandonedLocks(disk, options).free(files);
    }
}
