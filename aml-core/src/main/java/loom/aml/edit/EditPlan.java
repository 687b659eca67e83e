package loom.aml.edit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Plan;
import loom.aml.store.ResolvedChanges;

/**
 * A plan that changes single items, resolved against a store.
 *
 * @param operation {@code add}, {@code edit}, {@code rm} or {@code feedback}
 * @param items the items that are changed
 */
public record EditPlan(
        String operation, List<ItemKey> items, JsonObject details, ChangeSet changes, List<Finding> findings)
        implements Plan {

    /**
     * Resolves the changes.
     *
     * @param details additional fields of the run record
     */
    public static EditPlan of(MemoryStore store, String operation, List<ItemChange> changes, JsonObject details)
            throws IOException {
        ResolvedChanges resolved = store.changes(changes);
        return new EditPlan(
                operation,
                changes.stream().map(ItemChange::key).toList(),
                details,
                resolved.changes(),
                resolved.findings());
    }

    /** Returns this plan with further findings. */
    public EditPlan with(List<Finding> more) {
        List<Finding> all = new ArrayList<>(more);
        all.addAll(findings);
        return new EditPlan(operation, items, details, changes, List.copyOf(all));
    }

    @Override
    public JsonObject policy() {
        return JsonObject.builder()
                .putAll(details)
                .put("items", items.stream().map(ItemKey::toString).toList())
                .build();
    }
}
