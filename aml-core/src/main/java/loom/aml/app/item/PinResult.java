package loom.aml.app.item;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.json.JsonObject;
import loom.aml.run.Execution;
import loom.aml.run.PinPlan;
import loom.aml.run.Report;

/**
 * The result of pinning or unpinning an item.
 *
 * @param store the location of the store
 * @param id the full id of the item
 * @param title its title, for display; empty if it has none or the item does not exist
 */
public record PinResult(String store, String id, String title, Report report) {

    static PinResult of(OpenStore opened, PinPlan plan, String title) throws IOException {
        Report report = new Execution(opened.store(), opened.random())
                .execute(plan, Execution.Options.DEFAULT.withBackup(false));
        return new PinResult(opened.location(), plan.id(), title, report);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", store)
                .put("id", id)
                .putAll(report.toJson())
                .build();
    }
}
