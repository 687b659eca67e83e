package loom.aml.monitor;

import java.time.Instant;
import java.util.Optional;

/**
 * How the backups of a store stand, as far as whoever keeps them says.
 *
 * @param newestVerified when the newest backup was made that was verified since; empty if there is none. One whose time lies in the
 *     future does not count, since it may be of any age
 * @param failure what the last backup or verification failed of; empty if it did not
 * @param signs what else the runs on the store say
 */
public record BackupStatus(Optional<Instant> newestVerified, Optional<String> failure, RunConcerns signs) {
    public BackupStatus(Optional<Instant> newestVerified, Optional<String> failure) {
        this(newestVerified, failure, RunConcerns.NONE);
    }
}
