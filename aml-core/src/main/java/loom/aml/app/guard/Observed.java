package loom.aml.app.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import loom.aml.json.JsonObject;

/**
 * The result of a look at a store.
 *
 * @param store the location of the store
 * @param kind the result
 * @param run the recorded run; empty if nothing was recorded
 * @param changed the files that were added or changed
 * @param deleted the files that were deleted
 * @param dropped the lines that a session dropped by overwriting what others had added
 * @param isMerged whether they were put back
 * @param alarm the advice of the alert of a bulk deletion; empty if none was raised
 */
public record Observed(
        String store,
        Kind kind,
        String run,
        List<String> changed,
        List<String> deleted,
        List<Dropped> dropped,
        boolean isMerged,
        String alarm) {

    public Observed {
        changed = List.copyOf(changed);
        deleted = List.copyOf(deleted);
        dropped = List.copyOf(dropped);
    }

    /** The result of a look. */
    public enum Kind {
        /** Nothing has changed since the last snapshot. */
        UNCHANGED,
        /** The first snapshot was taken. */
        BEGUN,
        /** Changes were recorded and a snapshot was taken. */
        CHANGED,
        /** Files were written again with the same content, or by aml. */
        REWRITTEN
    }

    /**
     * A line that was dropped.
     *
     * @param session the session that had added it; empty if unknown
     */
    public record Dropped(String path, String session, String line) {}

    /** Returns this result with what an earlier look of the same occasion found. */
    Observed after(Observed earlier) {
        List<Dropped> all = new ArrayList<>(earlier.dropped);
        all.addAll(dropped);
        boolean areMerged =
                !all.isEmpty() && (earlier.dropped.isEmpty() || earlier.isMerged) && (dropped.isEmpty() || isMerged);
        String raised = alarm.isEmpty() ? earlier.alarm : alarm;
        return new Observed(store, kind, run, changed, deleted, all, areMerged, raised);
    }

    static Observed of(String store, Kind kind) {
        return new Observed(store, kind, "", List.of(), List.of(), List.of(), false, "");
    }

    /** Returns the document of an event. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", store)
                .put("event", kind.name().toLowerCase(Locale.ROOT))
                .put("run", run.isEmpty() ? null : run)
                .put("changed", changed)
                .put("deleted", deleted)
                .put("dropped_lines", dropped.size())
                .put("merged", isMerged)
                .put("alert", alarm.isEmpty() ? null : alarm)
                .build();
    }
}
