package loom.aml.monitor;

import java.time.Instant;
import java.util.Optional;

/**
 * The state of a store's backups, as reported by their owner.
 *
 * @param newestVerified when the newest verified backup was made; empty if absent. A backup dated in the future does
 *     not count, because its age is unknown
 * @param failure the error of the last backup or verification; empty if it succeeded
 * @param signs other concerns from the records of runs
 */
public record BackupStatus(Optional<Instant> newestVerified, Optional<String> failure, RunConcerns signs) {
    public BackupStatus(Optional<Instant> newestVerified, Optional<String> failure) {
        this(newestVerified, failure, RunConcerns.NONE);
    }
}
