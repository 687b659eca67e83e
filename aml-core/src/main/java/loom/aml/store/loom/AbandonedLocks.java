package loom.aml.store.loom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import loom.aml.io.Disk;
import loom.aml.io.FileState;
import loom.aml.io.Ticker;
import loom.aml.store.StoreOptions;

/** Frees locks that a crash left behind. It watches them in parallel: the wait is as long for many locks as for one. */
final class AbandonedLocks {
    private static final long PAUSE_MS = 200;

    private final Disk disk;
    private final StoreOptions options;

    AbandonedLocks(Disk disk, StoreOptions options) {
        this.disk = disk;
        this.options = options;
    }

    /**
     * Removes the locks of some files that stay unchanged for the time after which a lock counts as abandoned. A lock
     * that changes belongs to a live process and is left alone. All remaining locks are left alone after the usual time
     * to wait for a lock.
     */
    void free(Collection<Path> files) throws IOException {
        Ticker ticker = options.ticker();
        Map<Path, FileState> watched = new HashMap<>();
        for (Path file : files) {
            Path lock = CollectionLock.lockOf(file);
            FileState state = disk.state(lock);
            if (state.isDirectory()) {
                watched.put(lock, state);
            }
        }
        long began = ticker.nanos();
        while (!watched.isEmpty()
                && ticker.nanos() - began <= options.lockWait().toNanos()) {
            boolean isOver = ticker.nanos() - began > options.lockStale().toNanos();
            for (Iterator<Map.Entry<Path, FileState>> each = watched.entrySet().iterator(); each.hasNext(); ) {
                Map.Entry<Path, FileState> lock = each.next();
                if (!CollectionLock.isSame(disk.state(lock.getKey()), lock.getValue())) {
                    each.remove();
                } else if (isOver) {
                    CollectionLock.takeOver(disk, lock.getKey());
                    each.remove();
                }
            }
            if (!watched.isEmpty()) {
                ticker.pause(PAUSE_MS);
            }
        }
    }
}
