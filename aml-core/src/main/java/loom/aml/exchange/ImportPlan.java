package loom.aml.exchange;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.Finding;
import loom.aml.store.Plan;

/**
 * The import of a source into a store.
 *
 * @param items the number of items that the store has
 * @param losses the data for which the store has no place
 */
public record ImportPlan(
        Reading source,
        Strategy strategy,
        Counts counts,
        long items,
        List<Loss> losses,
        ChangeSet changes,
        List<Finding> findings)
        implements Plan {
    /** The operation under which imports are recorded. */
    public static final String OPERATION = "import";

    public ImportPlan {
        losses = List.copyOf(losses);
        findings = List.copyOf(findings);
    }

    @Override
    public String operation() {
        return OPERATION;
    }

    @Override
    public JsonObject policy() {
        return JsonObject.builder()
                .put("from", source.place())
                .put("format", source.format().word())
                .put("strategy", strategy.word())
                .put("counts", counts.toJson())
                .build();
    }
}
