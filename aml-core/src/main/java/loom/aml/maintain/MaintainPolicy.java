package loom.aml.maintain;

import java.time.Duration;
import java.util.Optional;
import loom.aml.backup.BackupPolicy;
import loom.aml.compress.CompressPolicy;
import loom.aml.prune.PrunePolicy;
import loom.aml.run.AutoMigration;
import loom.aml.tidy.GcPolicy;

/**
 * The policy of the daily job, which migrates older items if enabled, backs up, collects garbage, prunes, compresses
 * and updates the index.
 *
 * @param backup when a full backup is due, and which backups are kept
 * @param migration migrates older items; empty if disabled
 * @param index whether the search index is updated
 * @param keptRuns the number of newest run records that are always kept
 * @param merge whether items that say the same are merged
 * @param keptVersions the time for which former versions of memories that other programs changed are kept; empty for ever
 */
public record MaintainPolicy(
        BackupPolicy backup,
        GcPolicy gc,
        PrunePolicy prune,
        CompressPolicy compress,
        Optional<AutoMigration> migration,
        boolean index,
        boolean merge,
        int keptRuns,
        Optional<Duration> keptVersions) {
    private static final int KEPT_RUNS = 1_000;
    private static final Duration KEPT_VERSIONS = Duration.ofDays(90);

    public static final MaintainPolicy DEFAULT = new MaintainPolicy(GcPolicy.DEFAULT, PrunePolicy.DEFAULT);

    public MaintainPolicy(GcPolicy gc, PrunePolicy prune) {
        this(
                BackupPolicy.DEFAULT,
                gc,
                prune,
                CompressPolicy.DEFAULT,
                Optional.empty(),
                true,
                false,
                KEPT_RUNS,
                Optional.of(KEPT_VERSIONS));
    }

    public MaintainPolicy withAutoMigration(AutoMigration automatically) {
        return new MaintainPolicy(
                backup, gc, prune, compress, Optional.of(automatically), index, merge, keptRuns, keptVersions);
    }

    public MaintainPolicy withMerge(boolean on) {
        return new MaintainPolicy(backup, gc, prune, compress, migration, index, on, keptRuns, keptVersions);
    }
}
