package loom.aml.app.backup;

import loom.aml.backup.restore.RestorePlan;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * The result of a dry run of {@link RestoreStore}.
 *
 * @param store the location of the store
 */
public record RestorePreview(String store, RestorePlan plan) {
    /** Returns the number of files that would change. */
    public int files() {
        return plan.changes().changes().size();
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", store)
                .put("dry_run", true)
                .put("operation", RestorePlan.OPERATION)
                .put("snapshot", plan.manifest().summary())
                .put("files_changed", files())
                .put("item_changes", Differences.toJson(plan.difference()))
                .put("findings", plan.findings().stream().map(Finding::toJson).toList())
                .build();
    }
}
