package loom.aml.store.loom;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import loom.aml.io.Disk;
import loom.aml.storage.Ownership;

/**
 * Keeps two maintenance runs on one store apart. It is a lock of the operating system on a file at the top of the store's real
 * path, so it dies with its process, and is the same however the store is reached.
 */
final class MaintenanceLock {
    static final String NAME = OwnFiles.MAINTENANCE_LOCK;

    private MaintenanceLock() {}

    static Disk.OsLock take(Disk disk, Path root, Duration wait) throws IOException {
        return Ownership.lock(disk, root.resolve(NAME), OwnFiles.access(disk, root), wait, "another run of aml");
    }
}
