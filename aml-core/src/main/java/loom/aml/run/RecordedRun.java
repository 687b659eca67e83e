package loom.aml.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import loom.aml.store.log.RunRecord;

/**
 * A run with its steps.
 *
 * @param record the record of the run
 * @param steps the records of its steps in the order in which they began; empty unless the run was a {@link Job}
 */
public record RecordedRun(RunRecord record, List<RunRecord> steps) {
    /** The key of the item's title in the record of a change of a single item. */
    public static final String TITLE = "title";

    public RecordedRun {
        steps = List.copyOf(steps);
    }

    /** Groups records by run, both newest first. A step whose run has no record is a run of its own. */
    public static List<RecordedRun> group(List<RunRecord> records) {
        Map<String, List<RunRecord>> steps = new HashMap<>();
        for (RunRecord record : records) {
            steps.put(record.run(), new ArrayList<>());
        }
        List<RunRecord> whole = new ArrayList<>();
        for (RunRecord record : records) {
            List<RunRecord> siblings = record.partOf().map(steps::get).orElse(null);
            if (siblings == null) {
                whole.add(record);
            } else {
                siblings.addFirst(record);
            }
        }
        return whole.stream()
                .map(record -> new RecordedRun(record, steps.getOrDefault(record.run(), List.of())))
                .toList();
    }

    /** Returns the id of the run. */
    public String run() {
        return record.run();
    }

    public String operation() {
        return record.operation();
    }

    /** Returns the item that the run changed, if the user named a single one. */
    public Optional<NamedItem> item() {
        JsonObject policy = record.started()
                .object("policy")
                .orElseGet(() -> JsonObject.builder().build());
        List<String> items = policy.strings("items");
        String[] key = items.size() == 1 ? items.getFirst().split("/", 3) : new String[0];
        return key.length == 3
                ? Optional.of(new NamedItem(key[2], policy.string(TITLE).orElse("")))
                : Optional.empty();
    }

    /**
     * An item of a run.
     *
     * @param title the title; empty if it has none, or if it was not recorded
     */
    public record NamedItem(String id, String title) {}

    /** Returns the records that may contain changes: the steps, or the run itself if it has none. */
    private Stream<RunRecord> parts() {
        return steps.isEmpty() ? Stream.of(record) : steps.stream();
    }

    private long sum(ToLongFunction<RunRecord> number) {
        return parts().mapToLong(number).sum();
    }

    /** Returns the number of items that were removed. */
    public long removed() {
        return sum(RunRecord::removed);
    }

    /** Returns the number of items that were added or restored. */
    public long inserted() {
        return sum(RunRecord::inserted);
    }

    /** Returns the number of those that were in the store before. */
    public long restored() {
        return sum(part -> OperationNames.isRestoring(part.operation()) ? part.inserted() : part.restored());
    }

    /** Returns the number of items that were changed. */
    public long transformed() {
        return sum(RunRecord::transformed);
    }

    /** Returns the bytes by which files shrank; negative if they grew. */
    public long bytesFreed() {
        return sum(RunRecord::bytesFreed);
    }

    /** Returns the bytes by which the backups grew. */
    public long bytesAdded() {
        return sum(RunRecord::bytesAdded);
    }

    /** Returns the snapshot from before the run, or the one that it created. */
    public Optional<String> snapshot() {
        return parts().map(part -> part.snapshot().or(part::ownSnapshot))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Returns the parts that can be undone, last one first. */
    List<RunRecord> undoable() {
        return parts().filter(Reversal::isPossible).toList().reversed();
    }

    /** Returns whether the run changed data that can be restored. */
    public boolean canUndo() {
        return parts().anyMatch(Reversal::isPossible);
    }

    /**
     * Returns whether the run was undone.
     *
     * @param undone the ids of all undone records
     */
    public boolean isUndone(Set<String> undone) {
        List<RunRecord> undoable = undoable();
        return !undoable.isEmpty() && undoable.stream().allMatch(part -> undone.contains(part.run()));
    }
}
