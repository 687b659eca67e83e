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

/**
 * Locks that a crash left behind, watched side by side: however many there are, whoever comes next waits for them no longer than
 * for one.
 */
final class AbandonedLocks {
    private static final long PAUSE_MS = 200;

    private final Disk disk;
    private final StoreOptions options;

    AbandonedLocks(Disk disk, StoreOptions options) {
        this.disk = disk;
        this.options = options;
    }

    /**
     * Removes those locks of some files that stand still for as long as tells that nobody is alive behind them. One that moves is
     * somebody's, and is left to whoever takes it; so are all once they were waited for as long as anybody waits for a lock.
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
