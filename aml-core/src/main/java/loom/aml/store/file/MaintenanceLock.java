package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.store.StoreLockedException;
import loom.aml.store.log.Ownership;

/**
 * Keeps two maintenance runs on one store apart. It is a lock of the operating system on a file at the top of the store's real
 * path, so it dies with its process, and is the same however the store is reached.
 */
final class MaintenanceLock {
    static final String NAME = ".aml-lock";
    private static final long PAUSE_MS = 50;

    private MaintenanceLock() {}

    static Disk.OsLock take(Disk disk, Path root, Duration wait) throws IOException {
        long began = System.nanoTime();
        while (true) {
            Optional<Disk.OsLock> lock = Ownership.tryLock(disk, root.resolve(NAME), OwnFiles.access(disk, root));
            if (lock.isPresent()) {
                return lock.get();
            }
            if (System.nanoTime() - began > wait.toNanos()) {
                throw new StoreLockedException(root.resolve(NAME).toString(), wait, "another run of aml");
            }
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new java.io.InterruptedIOException("interrupted while waiting for a lock");
            }
        }
    }
}
