package loom.aml.store;

import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The totals of a plan.
 *
 * @param items the number of items to remove
 * @param bytes the bytes of their text
 * @param transformed the number of items to change in place
 * @param files the number of files to change
 * @param byCause the removals by strategy and reason
 * @param byAgent the removals by agent
 */
public record PlanSummary(
        int items,
        long bytes,
        long transformed,
        int files,
        SortedMap<FileOutcome.Tally, FileOutcome.Count> byCause,
        SortedMap<String, FileOutcome.Count> byAgent) {

    public static PlanSummary of(Plan plan) {
        SortedMap<FileOutcome.Tally, FileOutcome.Count> byCause = new TreeMap<>();
        SortedMap<String, FileOutcome.Count> byAgent = new TreeMap<>();
        int items = 0;
        long bytes = 0;
        for (StoreChange change : plan.changes().changes()) {
            Cause cause = causeOf(change);
            int left = FileChange.Difference.of(change).removed();
            if (cause != null && left > 0) {
                FileOutcome.Count count = new FileOutcome.Count(left, 0);
                byCause.merge(FileOutcome.Tally.of(cause), count, FileOutcome.Count::plus);
                CollectionFile.ofPath(change.path())
                        .ifPresent(file -> byAgent.merge(file.agent(), count, FileOutcome.Count::plus));
                items += left;
            }
            if (change instanceof CollectionChange ofItems) {
                for (Removal removal : ofItems.removals()) {
                    FileOutcome.Count one = new FileOutcome.Count(1, removal.length());
                    byCause.merge(FileOutcome.Tally.of(removal.cause()), one, FileOutcome.Count::plus);
                    byAgent.merge(ofItems.file().agent(), one, FileOutcome.Count::plus);
                    items++;
                    bytes += removal.length();
                }
            }
        }
        int files = (int) plan.changes().changes().stream()
                .map(StoreChange::path)
                .distinct()
                .count();
        return new PlanSummary(items, bytes, plan.transforms(), files, byCause, byAgent);
    }

    private static @Nullable Cause causeOf(StoreChange change) {
        if (change instanceof FileChange.OfVersion version) {
            return version.cause();
        }
        return change instanceof FileChange.Remove remove ? remove.cause() : null;
    }

    /** Returns the totals under the keys that the report of a run uses. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("items_removed", items)
                .put("bytes_removed", bytes)
                .put("items_transformed", transformed)
                .put("files_changed", files)
                .put("removed_by_cause", FileOutcome.Tally.toJson(byCause))
                .put("removed_by_agent", FileOutcome.Count.toJson(byAgent))
                .build();
    }
}
