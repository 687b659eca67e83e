package loom.aml.app.exchange;

import java.util.List;
import loom.aml.exchange.ImportPlan;
import loom.aml.exchange.Loss;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * The result of the dry run of an import.
 *
 * @param store the location of the target
 */
public record ImportPreview(String store, ImportPlan plan) {
    public List<Finding> findings() {
        return plan.findings();
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", store)
                .put("dry_run", true)
                .putAll(ImportResult.head(plan))
                .put("losses", plan.losses().stream().map(Loss::toJson).toList())
                .put("findings", plan.findings().stream().map(Finding::toJson).toList())
                .build();
    }
}
