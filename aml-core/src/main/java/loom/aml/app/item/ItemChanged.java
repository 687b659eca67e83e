package loom.aml.app.item;

import java.util.Optional;
import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.run.Report;
import loom.aml.store.StoredItem;

/**
 * The result of a change of one item.
 *
 * @param store the location of the store
 * @param title the title of the item, for display; empty if it has none
 * @param item the item after the change or dry run; empty if it was removed
 * @param report the run; empty after a dry run
 */
public record ItemChanged(String store, ItemKey key, String title, Optional<StoredItem> item, Optional<Report> report) {

    /** Returns whether this is the result of a dry run. */
    public boolean isDryRun() {
        return report.isEmpty();
    }

    /** Returns whether the item already had the requested content. */
    public boolean isUnchanged() {
        return report.isPresent() && report.get().changedFiles() == 0;
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("store", store)
                .put("dry_run", isDryRun())
                .put("agent", key.agent())
                .put("kind", key.kind().word())
                .put("id", key.id())
                .put("revision", item.map(now -> now.revision().toString()).orElse(null))
                .put("text", item.map(StoredItem::json).orElse(null));
        report.ifPresent(run -> json.putAll(run.toJson()));
        return json.build();
    }
}
