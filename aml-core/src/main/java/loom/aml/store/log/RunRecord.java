package loom.aml.store.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.store.StoreChange;

/**
 * The record of a run, read back.
 *
 * @param run its id
 * @param sequence its number in the order of all runs, from 1; 0 for earlier versions, which did not number runs
 * @param started the first event; empty if the record was lost and created again
 * @param commits the changes that are recorded as made
 * @param finished the last event; empty if the run was interrupted or is still active
 * @param snapshot the id of the snapshot before the run; empty if none was taken
 * @param isForgotten whether its archives are being deleted, or were
 * @param brokenLines the number of truncated lines: at most the last one, unless the run was settled after a crash
 * @param damage the first unexpected line of the record, so that the run may have done more than is known; empty if it is
 *     intact
 */
public record RunRecord(
        String run,
        long sequence,
        JsonObject started,
        List<Commit> commits,
        Optional<JsonObject> finished,
        Optional<String> snapshot,
        boolean isForgotten,
        int brokenLines,
        Optional<String> damage) {

    /** The event that names the snapshot. */
    public static final String BACKED_UP = "backed_up";

    /** The event before the archives of a run are deleted; there is then nothing to undo. */
    static final String FORGOTTEN = "forgotten";

    /** Key under which the record of a step names the run that it belongs to. */
    public static final String PART_OF = "part_of";

    /** Key under which the record of a run lists its steps when it ends. */
    public static final String STEPS = "steps";

    /** Key under which the last event lists the files that the run could not change. */
    public static final String NOT_DONE = "not_done";

    static RunRecord parse(String run, long sequence, byte[] lines) {
        JsonObject started = JsonObject.builder().build();
        List<Commit> commits = new ArrayList<>();
        Optional<JsonObject> finished = Optional.empty();
        Optional<String> snapshot = Optional.empty();
        boolean isForgotten = false;
        RecordReading reading = RecordReading.of(lines);
        for (JsonObject event : reading.events()) {
            switch (event.string("event").orElse("")) {
                case "started" -> started = event;
                case "committed" -> commits.add(Commit.of(event));
                case BACKED_UP -> snapshot = event.string("snapshot");
                case "finished" -> finished = Optional.of(event);
                case FORGOTTEN -> {
                    isForgotten = true;
                    commits.clear();
                }
                default -> {
                    // Events of later versions contain nothing that this version needs.
                }
            }
        }
        return new RunRecord(
                run,
                sequence,
                started,
                List.copyOf(commits),
                finished,
                snapshot,
                isForgotten,
                reading.broken(),
                reading.damage());
    }

    /** Returns the operation of the run. */
    public String operation() {
        return started.string("operation").orElse("unknown");
    }

    public Optional<Instant> startedAt() {
        return started.instant("at");
    }

    public Optional<Duration> duration() {
        return finished.filter(f -> f.has("duration_ms")).map(f -> Duration.ofMillis(f.number("duration_ms")));
    }

    /** Returns the program that made the changes, if not aml; empty if unknown. */
    public Optional<String> program() {
        return started.object("policy").flatMap(policy -> policy.string("program"));
    }

    /** Returns the session of that program; empty if unknown. */
    public Optional<String> session() {
        return started.object("policy").flatMap(policy -> policy.string("session"));
    }

    /** Returns the id of the run that this one is a step of; empty if it is not a step. */
    public Optional<String> partOf() {
        return started.string(PART_OF);
    }

    /** Returns the ids of the steps of an ended run; empty if it has none. */
    public List<String> steps() {
        return finished.map(end -> end.strings(STEPS)).orElse(List.of());
    }

    /** Returns the id of the run that this undo reversed; empty if it is not an undo. */
    public Optional<String> undoes() {
        return started.object("policy").flatMap(policy -> policy.string("undoes"));
    }

    /** Returns the id of the snapshot that a backup run created or read; empty for other runs. */
    public Optional<String> ownSnapshot() {
        return finished.flatMap(end -> end.string("snapshot"));
    }

    /** Returns the number of bytes by which a backup run enlarged the backups. */
    public long bytesAdded() {
        return finished.map(end -> end.number("bytes_added")).orElse(0L);
    }

    /** Returns the number of items that the run removed. */
    public long removed() {
        return commits.stream().mapToLong(commit -> commit.facts().removed()).sum();
    }

    /** Returns the number of items that the run restored or added. */
    public long inserted() {
        return commits.stream().mapToLong(commit -> commit.facts().inserted()).sum();
    }

    /** Returns the number of those that were in the store before. */
    public long restored() {
        return commits.stream()
                .filter(commit -> StoreChange.Kind.isRestoring(commit.facts().change()))
                .mapToLong(commit -> commit.facts().inserted())
                .sum();
    }

    /** Returns the number of items that the run changed. */
    public long transformed() {
        return commits.stream()
                .mapToLong(commit -> commit.facts().transformed())
                .sum();
    }

    /** Returns the number of bytes by which files shrank; negative if they grew. */
    public long bytesFreed() {
        return commits.stream()
                .mapToLong(
                        commit -> commit.facts().bytesBefore() - commit.facts().bytesAfter())
                .sum();
    }

    /** Returns the paths that the run was meant to change but could not. */
    public List<String> notDone() {
        return finished.map(end -> end.strings(NOT_DONE)).orElse(List.of());
    }
}
