package loom.aml.maintain;

import loom.aml.prune.PrunePolicy;
import loom.aml.tidy.GcPolicy;

/** What the daily job does: tidies, then forgets. */
public record MaintainPolicy(GcPolicy gc, PrunePolicy prune) {
    public static final MaintainPolicy DEFAULT = new MaintainPolicy(GcPolicy.DEFAULT, PrunePolicy.DEFAULT);
}
