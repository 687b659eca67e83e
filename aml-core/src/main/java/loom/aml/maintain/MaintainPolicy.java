package loom.aml.maintain;

import java.util.Optional;
import loom.aml.prune.PrunePolicy;
import loom.aml.run.AutoMigration;
import loom.aml.tidy.GcPolicy;

/**
 * What the daily job does: brings older items up if that is wanted, tidies, then forgets.
 *
 * @param migration brings older items up; nothing if they are to stay of the version they are of
 */
public record MaintainPolicy(GcPolicy gc, PrunePolicy prune, Optional<AutoMigration> migration) {
    public static final MaintainPolicy DEFAULT =
            new MaintainPolicy(GcPolicy.DEFAULT, PrunePolicy.DEFAULT, Optional.empty());

    /** Without bringing items up. */
    public MaintainPolicy(GcPolicy gc, PrunePolicy prune) {
        this(gc, prune, Optional.empty());
    }

    public MaintainPolicy withAutoMigration(AutoMigration automatically) {
        return new MaintainPolicy(gc, prune, Optional.of(automatically));
    }
}
