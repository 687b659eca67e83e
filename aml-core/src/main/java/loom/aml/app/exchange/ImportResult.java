package loom.aml.app.exchange;

import loom.aml.app.run.RunResult;
import loom.aml.exchange.ImportPlan;
import loom.aml.exchange.Loss;
import loom.aml.json.JsonObject;

/**
 * The result of an import.
 *
 * @param plan the planned changes
 * @param run the run that made them
 */
public record ImportResult(ImportPlan plan, RunResult run) {

    public JsonObject toJson() {
        return JsonObject.builder()
                .putAll(run.toJson())
                .putAll(head(plan))
                .put("losses", plan.losses().stream().map(Loss::toJson).toList())
                .build();
    }

    static JsonObject head(ImportPlan plan) {
        return JsonObject.builder()
                .put("operation", plan.operation())
                .put("from", plan.source().place())
                .put("format", plan.source().format().word())
                .put("strategy", plan.strategy().word())
                .put("counts", plan.counts().toJson())
                .build();
    }
}
