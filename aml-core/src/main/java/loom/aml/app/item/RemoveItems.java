package loom.aml.app.item;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loom.aml.app.OpenStore;
import loom.aml.app.run.PlanRun;
import loom.aml.app.run.RunOptions;
import loom.aml.edit.EditPlan;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.store.Cause;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Pins;
import loom.aml.store.Precondition;
import loom.aml.store.Reason;

/**
 * Removes several items on request, as one run. They are archived with the reason, and one {@code undo} restores them. An item that
 * is pinned, or that has another revision than the user saw, is kept and reported; the others are removed.
 */
public final class RemoveItems {
    private final OpenStore opened;

    public RemoveItems(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The request.
     *
     * @param items the items, each with the revision that it must have
     * @param reason the reason, for display; recorded with the archived items
     */
    public record Request(Map<ItemKey, Revision> items, String reason) {
        public Request {
            items = new LinkedHashMap<>(items);
            if (items.isEmpty()) {
                throw new IllegalArgumentException("choose at least one item");
            }
        }
    }

    /**
     * The result.
     *
     * @param store the location of the store
     * @param report the run; its findings name the items that were kept
     */
    public record Result(String store, Report report) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("dry_run", false)
                    .putAll(report.toJson())
                    .build();
        }
    }

    /**
     * Removes the items.
     *
     * @throws java.util.concurrent.CancellationException if the progress of the store asks to stop before anything is changed
     */
    public Result run(Request request) throws IOException {
        List<Finding> kept = new ArrayList<>();
        Map<ItemKey, List<ItemChange>> changes = changes(request, kept);
        EditPlan plan = plan(request, changes, kept);
        Report report = new Execution(opened.store(), opened.random())
                .execute(plan, PlanRun.executionOptions(opened, new RunOptions(false, true)));
        return new Result(opened.location(), report);
    }

    /** Returns the removal of each item with what is linked to it, such as its line in an index. */
    private Map<ItemKey, List<ItemChange>> changes(Request request, List<Finding> kept) throws IOException {
        MemoryStore store = opened.store();
        Pins pins = store.pins();
        Cause cause = new Cause("by_request", request.reason(), Reason.MANUAL_DELETION);
        Map<ItemKey, List<ItemChange>> changes = new LinkedHashMap<>();
        int done = 0;
        for (Map.Entry<ItemKey, Revision> item : request.items().entrySet()) {
            ItemKey key = item.getKey();
            if (pins.isPinned(key.id())) {
                kept.add(Finding.of(
                        Finding.Kind.PINNED, key.toString(), "kept, because it is pinned", "unpin it first"));
            } else {
                ItemChange change = new ItemChange.Remove(key, cause, Precondition.revision(item.getValue()));
                List<ItemChange> all = new ArrayList<>(List.of(change));
                all.addAll(store.linked(change));
                changes.put(key, all);
            }
            store.options().progress().done(++done, request.items().size());
        }
        return changes;
    }

    /** Plans the changes without those of items that have another revision. The line in an index that leads to such an item is kept, too. */
    private EditPlan plan(Request request, Map<ItemKey, List<ItemChange>> changes, List<Finding> kept)
            throws IOException {
        JsonObject details =
                JsonObject.builder().put("reason", request.reason()).build();
        while (true) {
            EditPlan plan = EditPlan.of(
                    opened.store(),
                    RemoveItem.OPERATION,
                    changes.values().stream().flatMap(List::stream).toList(),
                    details);
            List<Finding> conflicts = plan.findings().stream()
                    .filter(finding -> finding.kind() == Finding.Kind.CONFLICT
                            && changes.keySet().removeIf(key -> key.toString().equals(finding.where())))
                    .toList();
            if (conflicts.isEmpty()) {
                return plan.with(kept);
            }
            kept.addAll(conflicts);
        }
    }
}
