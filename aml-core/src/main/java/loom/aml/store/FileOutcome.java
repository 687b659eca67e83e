package loom.aml.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loom.aml.item.Fingerprint;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of the change of one file.
 *
 * @param path the path within the store
 * @param change the kind of change
 * @param isCommitted whether the file was changed
 * @param removed the removed items, counted by cause
 * @param inserted the number of items that were restored or salvaged
 * @param transformed the number of items that were changed in place
 * @param bytesBefore the length of the file before
 * @param bytesAfter the length of the file after
 * @param added fingerprints of the new items, each over all bytes of its item; only where single items were stored
 * @param edits the edits of lines, see {@link EditedLines}
 * @param findings problems, and deviations from the plan
 */
public record FileOutcome(
        String path,
        StoreChange.Kind change,
        boolean isCommitted,
        Map<Tally, Count> removed,
        int inserted,
        int transformed,
        long bytesBefore,
        long bytesAfter,
        List<Fingerprint> added,
        List<JsonObject> edits,
        List<Finding> findings) {

    /** The key that removals are counted by. */
    public record Tally(String strategy, String reason) implements Comparable<Tally> {
        public static Tally of(Cause cause) {
            return new Tally(cause.strategy(), cause.reason().word());
        }

        /** Returns counts by cause as a list of objects. */
        public static List<JsonObject> toJson(Map<Tally, Count> sums) {
            List<JsonObject> list = new ArrayList<>();
            sums.forEach((tally, sum) -> list.add(JsonObject.builder()
                    .put("strategy", tally.strategy)
                    .put("reason", tally.reason)
                    .put("items", sum.items)
                    .put("bytes", sum.bytes)
                    .build()));
            return list;
        }

        @Override
        public int compareTo(Tally other) {
            int byStrategy = strategy.compareTo(other.strategy);
            return byStrategy != 0 ? byStrategy : reason.compareTo(other.reason);
        }
    }

    /** A number of items and of the bytes of their text. */
    public record Count(int items, long bytes) {
        public static final Count ZERO = new Count(0, 0);

        public Count plus(int moreItems, long moreBytes) {
            return new Count(items + moreItems, bytes + moreBytes);
        }

        public Count plus(Count other) {
            return plus(other.items, other.bytes);
        }

        /** Returns counts by agent as a list of objects. */
        public static List<JsonObject> toJson(Map<String, Count> byAgent) {
            List<JsonObject> list = new ArrayList<>();
            byAgent.forEach((agent, sum) -> list.add(JsonObject.builder()
                    .put("agent", agent)
                    .put("items", sum.items)
                    .put("bytes", sum.bytes)
                    .build()));
            return list;
        }
    }

    /** Creates the outcome of a change that transforms no item. */
    public FileOutcome(
            String path,
            StoreChange.Kind change,
            boolean isCommitted,
            Map<Tally, Count> removed,
            int inserted,
            long bytesBefore,
            long bytesAfter,
            List<Finding> findings) {
        this(path, change, isCommitted, removed, inserted, 0, bytesBefore, bytesAfter, List.of(), findings);
    }

    /** Creates the outcome of a change that edits no lines. */
    public FileOutcome(
            String path,
            StoreChange.Kind change,
            boolean isCommitted,
            Map<Tally, Count> removed,
            int inserted,
            int transformed,
            long bytesBefore,
            long bytesAfter,
            List<Fingerprint> added,
            List<Finding> findings) {
        this(
                path,
                change,
                isCommitted,
                removed,
                inserted,
                transformed,
                bytesBefore,
                bytesAfter,
                added,
                List.of(),
                findings);
    }

    public FileOutcome {
        removed = new TreeMap<>(removed);
        added = List.copyOf(added);
        edits = List.copyOf(edits);
        findings = List.copyOf(findings);
    }

    /** Returns the outcome of a change that was not made. */
    public static FileOutcome notMade(StoreChange change, List<Finding> findings) {
        long size = change.seen().bytes();
        return new FileOutcome(change.path(), change.kind(), false, Map.of(), 0, size, size, findings);
    }

    /**
     * Returns the outcome of a change that replaced a file by another version.
     *
     * @param cause the cause of the removed items
     */
    public static FileOutcome ofVersion(
            StoreChange change,
            FileChange.Difference items,
            Cause cause,
            long bytesBefore,
            long bytesAfter,
            List<Finding> findings) {
        Map<Tally, Count> removed = items.removed() == 0
                ? Map.of()
                : Map.of(Tally.of(cause), new Count(items.removed(), Math.max(0, bytesBefore - bytesAfter)));
        return new FileOutcome(
                change.path(),
                change.kind(),
                true,
                removed,
                items.added(),
                items.changed(),
                bytesBefore,
                bytesAfter,
                List.of(),
                findings);
    }

    /** Returns the outcome of a directory that could not be created for a restore. */
    public static FileOutcome notMade(String folder, Finding why) {
        return new FileOutcome(folder, StoreChange.Kind.RESTORE, false, Map.of(), 0, 0, 0, 0, List.of(), List.of(why));
    }

    /** Returns the same outcome with one more finding. */
    public FileOutcome with(Finding finding) {
        List<Finding> more = new ArrayList<>(findings);
        more.add(finding);
        return new FileOutcome(
                path, change, isCommitted, removed, inserted, transformed, bytesBefore, bytesAfter, added, edits, more);
    }

    /** Returns the agent that the file belongs to; null if it belongs to none. */
    public @Nullable String agent() {
        int slash = path.indexOf('/');
        return slash < 0 ? null : path.substring(0, slash);
    }

    public int removedItems() {
        return removed.values().stream().mapToInt(Count::items).sum();
    }

    /** Returns the outcome as the record of a run stores it. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("file", path)
                .put("change", change.word())
                .put("removed", removedItems())
                .put("inserted", inserted)
                .put("transformed", transformed)
                .put("bytes_before", bytesBefore)
                .put("bytes_after", bytesAfter)
                .put("removed_by", Tally.toJson(removed));
        if (!added.isEmpty()) {
            json.put("added", added.stream().map(Fingerprint::toString).toList());
        }
        if (!edits.isEmpty()) {
            json.put("edits", edits);
        }
        return json.build();
    }
}
