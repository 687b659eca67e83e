package loom.aml.maintain;

import java.util.Optional;
import loom.aml.backup.BackupPolicy;
import loom.aml.compress.CompressPolicy;
import loom.aml.prune.PrunePolicy;
import loom.aml.run.AutoMigration;
import loom.aml.tidy.GcPolicy;

/**
 * What the daily job does: brings older items up if that is wanted, backs up, tidies, forgets, compresses, then indexes.
 *
 * @param backup when a full backup is due, and which are kept
 * @param migration brings older items up; nothing if they are to stay of the version they are of
 * @param index whether the index is brought up to date
 * @param keptRuns how many run records are kept in any case
 */
public record MaintainPolicy(
        BackupPolicy backup,
        GcPolicy gc,
        PrunePolicy prune,
        CompressPolicy compress,
        Optional<AutoMigration> migration,
        boolean index,
        int keptRuns) {
    private static final int KEPT_RUNS = 1_000;

    public static final MaintainPolicy DEFAULT = new MaintainPolicy(GcPolicy.DEFAULT, PrunePolicy.DEFAULT);

    public MaintainPolicy(GcPolicy gc, PrunePolicy prune) {
        this(BackupPolicy.DEFAULT, gc, prune, CompressPolicy.DEFAULT, Optional.empty(), true, KEPT_RUNS);
    }

    public MaintainPolicy withAutoMigration(AutoMigration automatically) {
        return new MaintainPolicy(backup, gc, prune, compress, Optional.of(automatically), index, keptRuns);
    }
}
