package loom.aml.maintain;

import loom.aml.prune.PrunePolicy;
import loom.aml.tidy.GcPolicy;

/**
 * What the daily job does: tidies, then forgets.
 *
 * @param keptRuns how many run records are kept in any case
 */
public record MaintainPolicy(GcPolicy gc, PrunePolicy prune, int keptRuns) {
    private static final int KEPT_RUNS = 1_000;

    public static final MaintainPolicy DEFAULT = new MaintainPolicy(GcPolicy.DEFAULT, PrunePolicy.DEFAULT);

    public MaintainPolicy(GcPolicy gc, PrunePolicy prune) {
        this(gc, prune, KEPT_RUNS);
    }
}
