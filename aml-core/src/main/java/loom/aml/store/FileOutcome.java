package loom.aml.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loom.aml.item.Fingerprint;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What came of one file's change.
 *
 * @param path the path within the store
 * @param change what kind of change it was
 * @param isCommitted whether the file was changed
 * @param removed the items that left, counted by what condemned them
 * @param inserted the items that came back or were saved
 * @param transformed the items that stayed and were changed
 * @param bytesBefore length of the file before
 * @param bytesAfter length of the file after
 * @param added fingerprints of the items that are new, each over all bytes of its item; only where single items were stored
 * @param findings what did not go as planned
 */
public record FileOutcome(
        String path,
        FileChange.Kind change,
        boolean isCommitted,
        Map<Tally, Count> removed,
        int inserted,
        int transformed,
        long bytesBefore,
        long bytesAfter,
        List<Fingerprint> added,
        List<Finding> findings) {

    /** What removals are counted by. */
    public record Tally(String strategy, String reason) implements Comparable<Tally> {
        public static Tally of(Cause cause) {
            return new Tally(cause.strategy(), cause.reason().word());
        }

        /** Sums as a list of objects. */
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

    /** How many items, and how many bytes of text they had. */
    public record Count(int items, long bytes) {
        public static final Count ZERO = new Count(0, 0);

        public Count plus(int moreItems, long moreBytes) {
            return new Count(items + moreItems, bytes + moreBytes);
        }

        public Count plus(Count other) {
            return plus(other.items, other.bytes);
        }

        /** Sums by agent as a list of objects. */
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

    /** The outcome of a change that transforms no item. */
    public FileOutcome(
            String path,
            FileChange.Kind change,
            boolean isCommitted,
            Map<Tally, Count> removed,
            int inserted,
            long bytesBefore,
            long bytesAfter,
            List<Finding> findings) {
        this(path, change, isCommitted, removed, inserted, 0, bytesBefore, bytesAfter, List.of(), findings);
    }

    public FileOutcome {
        removed = new TreeMap<>(removed);
        added = List.copyOf(added);
        findings = List.copyOf(findings);
    }

    /** A change that was not made. */
    public static FileOutcome notMade(FileChange change, List<Finding> findings) {
        long size = change.seen().bytes();
        return new FileOutcome(change.path(), change.kind(), false, Map.of(), 0, size, size, findings);
    }

    /**
     * The outcome of a change that gave a file another version of it.
     *
     * @param cause why items left
     */
    public static FileOutcome ofVersion(
            FileChange change,
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

    /** A directory that was to be restored and could not be made. */
    public static FileOutcome notMade(String folder, Finding why) {
        return new FileOutcome(folder, FileChange.Kind.RESTORE, false, Map.of(), 0, 0, 0, 0, List.of(), List.of(why));
    }

    /** The same outcome, of which one more thing is to be said. */
    public FileOutcome with(Finding finding) {
        List<Finding> more = new ArrayList<>(findings);
        more.add(finding);
        return new FileOutcome(
                path, change, isCommitted, removed, inserted, transformed, bytesBefore, bytesAfter, added, more);
    }

    /** The agent whose file it is; null for a file that is nobody's. */
    public @Nullable String agent() {
        int slash = path.indexOf('/');
        return slash < 0 ? null : path.substring(0, slash);
    }

    public int removedItems() {
        return removed.values().stream().mapToInt(Count::items).sum();
    }

    /** What the record of a run keeps of it. */
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
        return json.build();
    }
}
