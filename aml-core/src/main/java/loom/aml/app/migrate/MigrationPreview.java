package loom.aml.app.migrate;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.migrate.MigrationPlan;
import loom.aml.store.Finding;

/**
 * A migration that is not executed.
 *
 * @param store the location of the store
 * @param isDryRun whether a dry run was requested; if not, there was nothing to do
 * @param findings the findings of recovery and of the plan
 */
public record MigrationPreview(String store, boolean isDryRun, MigrationPlan plan, List<Finding> findings) {
    public MigrationPreview {
        findings = List.copyOf(findings);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", store)
                .put("dry_run", isDryRun)
                .putAll(plan.toJson())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build();
    }
}
