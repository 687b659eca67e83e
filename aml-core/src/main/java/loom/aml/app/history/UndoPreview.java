package loom.aml.app.history;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.run.RemovedItems;
import loom.aml.run.Undo;
import loom.aml.store.Finding;

/**
 * The result of a dry run of {@link UndoRun}.
 *
 * @param run the run that would be undone
 * @param files the number of files that would change
 * @param items the maximum number of items that would be restored
 * @param removed the items that the run removed, for display
 */
public record UndoPreview(
        String store, String run, int files, long items, List<Finding> findings, RemovedItems removed) {
    public UndoPreview {
        findings = List.copyOf(findings);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", store)
                .put("dry_run", true)
                .put("operation", Undo.OPERATION)
                .put("undoes", run)
                .put("files_changed", files)
                .put("items_at_most", items)
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build();
    }
}
