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
 * The changes with which a snapshot would be restored into the store.
 *
 * @param manifest the snapshot
 * @param difference the changes to items in all collections
 * @param policy the request
 */
public record RestorePlan(
        Manifest manifest,
        ChangeSet changes,
        List<Finding> findings,
        FileChange.Difference difference,
        JsonObject policy)
        implements Plan {

    /** The name of the operation in run records. */
    public static final String OPERATION = "restore";

    public RestorePlan {
        changes = changes.asWhole();
        findings = List.copyOf(findings);
    }

    /** Returns the cause for removing items that a snapshot does not contain. */
    static Cause cause(Manifest snapshot) {
        return new Cause(OPERATION, "not in snapshot " + snapshot.id(), Reason.NOT_IN_SNAPSHOT);
    }

    /** Returns this plan with more findings. */
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
