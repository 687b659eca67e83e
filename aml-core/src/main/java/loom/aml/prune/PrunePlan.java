package loom.aml.prune;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.Finding;
import loom.aml.store.Plan;

/**
 * What is to be forgotten.
 *
 * @param items the items that were judged
 * @param returned how many of those that leave had left before and were written back
 */
public record PrunePlan(ChangeSet changes, List<Finding> findings, JsonObject policy, long items, long returned)
        implements Plan {
    public PrunePlan {
        findings = List.copyOf(findings);
    }

    @Override
    public String operation() {
        return "prune";
    }
}
