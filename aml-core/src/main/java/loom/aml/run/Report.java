package loom.aml.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import loom.aml.store.FileChange;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import org.jspecify.annotations.Nullable;

/**
 * What an executed plan did.
 *
 * @param run the id under which it is recorded
 * @param operation what it was
 * @param outcome how it went
 * @param outcomes what came of each file
 * @param findings what the plan found, and what did not go as planned
 * @param backup the snapshot taken before the first change; null if nothing was to be changed, or none was wanted
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

    /** How a run went. */
    public enum Outcome {
        DONE,
        /** Something was asked for and could not be done; the rest was. */
        PARTIAL,
        /** Somebody else held a lock for too long; what did not need it was done. */
        LOCKED,
        /** The run stopped; what was done before stays. */
        FAILED;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** The worse of two. */
        public Outcome and(Outcome other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /**
     * The snapshot that holds the store as it was before the first change.
     *
     * @param isNew whether it was made for this run; else one that stood held the same
     * @param bytesAdded bytes by which the repository grew for it
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

    /** Files that were changed. */
    public int changedFiles() {
        return (int) committed().map(FileOutcome::path).distinct().count();
    }

    /** Items that left. */
    public int removed() {
        return committed().mapToInt(FileOutcome::removedItems).sum();
    }

    /** Items that came back or were saved. */
    public int inserted() {
        return committed().mapToInt(FileOutcome::inserted).sum();
    }

    /** Items that stayed and were changed. */
    public int transformed() {
        return committed().mapToInt(FileOutcome::transformed).sum();
    }

    /** Files of which only the encoding was changed. */
    public int recoded() {
        return (int) committed()
                .filter(o -> o.change() == FileChange.Kind.COMPRESS || o.change() == FileChange.Kind.DECOMPRESS)
                .count();
    }

    /** Whether there is a way back from it: {@link Undo#canUndo} of its record. */
    public boolean canBeTakenBack() {
        return !operation.equals(OperationNames.UNDO)
                && !OperationNames.isPinning(operation)
                && committed().anyMatch(outcome -> outcome.change() != FileChange.Kind.ADOPT);
    }

    /** Bytes by which the store became smaller; negative if it grew. */
    public long bytesFreed() {
        return committed().mapToLong(o -> o.bytesBefore() - o.bytesAfter()).sum();
    }

    /** What left, by strategy and reason. */
    public SortedMap<FileOutcome.Tally, FileOutcome.Count> removedByCause() {
        SortedMap<FileOutcome.Tally, FileOutcome.Count> sums = new TreeMap<>();
        committed()
                .forEach(o -> o.removed().forEach((tally, count) -> sums.merge(tally, count, FileOutcome.Count::plus)));
        return sums;
    }

    /** What left, by agent. */
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
