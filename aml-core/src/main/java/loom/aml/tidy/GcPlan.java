package loom.aml.tidy;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.Finding;
import loom.aml.store.Plan;

/**
 * A plan of garbage collection.
 *
 * @param items the number of items that were read
 * @param completed the number of items that get an id, an agent or a timestamp
 */
public record GcPlan(ChangeSet changes, List<Finding> findings, JsonObject policy, long items, long completed)
        implements Plan {
    public GcPlan {
        findings = List.copyOf(findings);
    }

    @Override
    public long transforms() {
        return completed;
    }

    @Override
    public String operation() {
        return "gc";
    }
}
