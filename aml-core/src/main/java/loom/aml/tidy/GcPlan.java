package loom.aml.tidy;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.Finding;
import loom.aml.store.Plan;

/**
 * What is to be tidied away.
 *
 * @param items the items that were looked at
 */
public record GcPlan(ChangeSet changes, List<Finding> findings, JsonObject policy, long items) implements Plan {
    public GcPlan {
        findings = List.copyOf(findings);
    }

    @Override
    public String operation() {
        return "gc";
    }
}
