package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import loom.aml.io.Disk;
import loom.aml.storage.Ownership;

/**
 * Prevents concurrent maintenance runs on one store. It is an operating system lock on a file at the top of the store's
 * real path, so it ends with its process and does not depend on the path by which the store was opened.
 */
final class MaintenanceLock {
    static final String NAME = OwnFiles.MAINTENANCE_LOCK;

    private MaintenanceLock() {}

    static Disk.OsLock take(Disk disk, Path root, Layout layout, Duration wait) throws IOException {
        return Ownership.lock(
                disk,
                layout.maintenanceLock(disk, root),
                Ownership.ofDirectory(disk, root).ownFile(),
                wait,
                "another run of aml");
    }
}
