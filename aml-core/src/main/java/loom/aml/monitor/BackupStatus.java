package loom.aml.monitor;

import java.time.Instant;
import java.util.Optional;

/**
 * How the backups of a store stand, as far as whoever keeps them says.
 *
 * @param newestVerified when the newest backup was made that was verified since; nothing if there is none
 * @param failure what the last backup or verification failed of; nothing if it did not
 */
public record BackupStatus(Optional<Instant> newestVerified, Optional<String> failure) {}
