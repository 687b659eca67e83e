package loom.aml.prune;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.Finding;
import loom.aml.store.Plan;
import loom.aml.store.Reason;

/**
 * A plan to remove items.
 *
 * @param items the number of items that were judged
 */
public record PrunePlan(ChangeSet changes, List<Finding> findings, JsonObject policy, long items) implements Plan {
    public PrunePlan {
        findings = List.copyOf(findings);
    }

    @Override
    public String operation() {
        return "prune";
    }

    /** Returns how many of the removed items had been removed before and were written back. */
    public long returned() {
        return changes.removals()
                .filter(removal -> removal.cause().reason() == Reason.RETURNED)
                .count();
    }
}
