package loom.aml.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.StoreChange;
import loom.aml.store.log.RunRecord;
import org.jspecify.annotations.Nullable;

/**
 * The report of an executed plan.
 *
 * @param run the id of the recorded run
 * @param operation the name of the operation
 * @param outcome the outcome of the run
 * @param outcomes the outcome of each file
 * @param findings the findings of the plan and of its execution
 * @param backup the snapshot from before the first change; null without changes or if no backup was wanted
 */
public record Report(
        String run,
        String operation,
        Outcome outcome,
        List<FileOutcome> outcomes,
        List<Finding> findings,
        @Nullable Backup backup,
        Instant started,
        Duration duration) {

    /** The outcome of a run. */
    public enum Outcome {
        DONE,
        /** Some of the requested changes could not be made; the others were. */
        PARTIAL,
        /** Another program held a lock for too long; changes that did not need it were made. */
        LOCKED,
        /** The run stopped; earlier changes remain. */
        FAILED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Returns the outcome in the record of a run; empty if the run did not end, or its record has another word, which anybody
         * may have written.
         */
        public static Optional<Outcome> of(RunRecord run) {
            Optional<String> word = run.finished().flatMap(end -> end.string("outcome"));
            return Arrays.stream(values())
                    .filter(outcome -> word.filter(outcome.word()::equals).isPresent())
                    .findFirst();
        }

        /** Returns the worse of two outcomes. */
        public Outcome and(Outcome other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /**
     * The snapshot that contains the store as it was before the first change.
     *
     * @param isNew whether it was created for this run; false if an existing one had the same content
     * @param bytesAdded the bytes by which the repository grew
     */
    public record Backup(String snapshot, boolean isNew, long bytesAdded) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("snapshot_id", snapshot)
                    .put("new", isNew)
                    .put("bytes_added", bytesAdded)
                    .build();
        }
    }

    public Report {
        outcomes = List.copyOf(outcomes);
        findings = List.copyOf(findings);
    }

    private Stream<FileOutcome> committed() {
        return outcomes.stream().filter(FileOutcome::isCommitted);
    }

    /** Returns the number of changed files. */
    public int changedFiles() {
        return (int) committed().map(FileOutcome::path).distinct().count();
    }

    /** Returns the number of removed items. */
    public int removed() {
        return committed().mapToInt(FileOutcome::removedItems).sum();
    }

    /** Returns the number of items that were added or restored. */
    public int inserted() {
        return committed().mapToInt(FileOutcome::inserted).sum();
    }

    /** Returns the number of those that were in the store before. */
    public int restored() {
        return committed()
                .filter(outcome -> OperationNames.isRestoring(operation)
                        || outcome.change().isRestoring())
                .mapToInt(FileOutcome::inserted)
                .sum();
    }

    /** Returns the number of items that were changed in place. */
    public int transformed() {
        return committed().mapToInt(FileOutcome::transformed).sum();
    }

    /** Returns the number of files of which only the encoding changed. */
    public int recoded() {
        return (int) committed()
                .filter(o -> o.change() == StoreChange.Kind.COMPRESS || o.change() == StoreChange.Kind.DECOMPRESS)
                .count();
    }

    /** Returns whether the run can be undone, see {@link Undo#canUndo}. */
    public boolean canBeUndone() {
        return !operation.equals(OperationNames.UNDO)
                && !OperationNames.isPinning(operation)
                && committed().anyMatch(outcome -> outcome.change() != StoreChange.Kind.ADOPT);
    }

    /** Returns the bytes by which the store shrank; negative if it grew. */
    public long bytesFreed() {
        return committed().mapToLong(o -> o.bytesBefore() - o.bytesAfter()).sum();
    }

    /** Returns the removed items by strategy and reason. */
    public SortedMap<FileOutcome.Tally, FileOutcome.Count> removedByCause() {
        SortedMap<FileOutcome.Tally, FileOutcome.Count> sums = new TreeMap<>();
        committed()
                .forEach(o -> o.removed().forEach((tally, count) -> sums.merge(tally, count, FileOutcome.Count::plus)));
        return sums;
    }

    /** Returns the removed items by agent. */
    public SortedMap<String, FileOutcome.Count> removedByAgent() {
        SortedMap<String, FileOutcome.Count> sums = new TreeMap<>();
        committed().filter(o -> o.removedItems() > 0).forEach(o -> {
            String agent = o.agent();
            for (FileOutcome.Count count : o.removed().values()) {
                sums.merge(agent == null ? "" : agent, count, FileOutcome.Count::plus);
            }
        });
        return sums;
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("run", run)
                .put("operation", operation)
                .put("outcome", outcome.word())
                .put("started", started)
                .put("duration_ms", duration.toMillis())
                .put("items_removed", removed())
                .put("items_inserted", inserted())
                .put("items_transformed", transformed())
                .put("files_changed", changedFiles())
                .put("files_recoded", recoded())
                .put(
                        "bytes_removed",
                        removedByAgent().values().stream()
                                .mapToLong(FileOutcome.Count::bytes)
                                .sum())
                .put("bytes_freed", bytesFreed())
                .put("removed_by_cause", FileOutcome.Tally.toJson(removedByCause()))
                .put("removed_by_agent", FileOutcome.Count.toJson(removedByAgent()))
                .put("backup", backup == null ? null : backup.toJson())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build();
    }
}
