package loom.aml.backup.restore;

import java.util.ArrayList;
import java.util.List;
import loom.aml.backup.repository.Manifest;
import loom.aml.json.JsonObject;
import loom.aml.store.Cause;
import loom.aml.store.ChangeSet;
import loom.aml.store.FileChange;
import loom.aml.store.Finding;
import loom.aml.store.Plan;
import loom.aml.store.Reason;

/**
 * What restoring a snapshot would do to the store.
 *
 * @param manifest the snapshot
 * @param difference what would become of items, all collections taken together
 * @param policy what was asked for
 */
public record RestorePlan(
        Manifest manifest,
        ChangeSet changes,
        List<Finding> findings,
        FileChange.Difference difference,
        JsonObject policy)
        implements Plan {

    /** The word under which restoring is recorded. */
    public static final String OPERATION = "restore";

    public RestorePlan {
        changes = changes.asWhole();
        findings = List.copyOf(findings);
    }

    /** Returns the cause of removing what a snapshot does not have. */
    static Cause cause(Manifest snapshot) {
        return new Cause(OPERATION, "not in snapshot " + snapshot.id(), Reason.NOT_IN_SNAPSHOT);
    }

    /** The same plan, of which more is to be said. */
    public RestorePlan withFindings(List<Finding> more) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more);
        return new RestorePlan(manifest, changes, all, difference, policy);
    }

    @Override
    public String operation() {
        return OPERATION;
    }
}
