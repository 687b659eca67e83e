package loom.aml.store.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;

/**
 * What a run did, read back from its record.
 *
 * @param run its id
 * @param sequence its place in the order of all runs, from 1; 0 if it is from before runs were numbered
 * @param started the event it began with; empty if the record was lost and begun anew
 * @param commits the changes that it marked as made
 * @param finished the event it ended with; nothing if it was interrupted, or still runs
 * @param snapshot the id of the snapshot that holds the store as it was before; nothing if none was made
 * @param brokenLines lines that were cut off: at most the last one, unless the run was settled after a crash
 * @param damage what in the record is not as it was written, so that the run may have done more than is known; empty if all is
 */
public record RunRecord(
        String run,
        long sequence,
        JsonObject started,
        List<Commit> commits,
        Optional<JsonObject> finished,
        Optional<String> snapshot,
        int brokenLines,
        Optional<String> damage) {

    /** The event that names the snapshot. */
    public static final String BACKED_UP = "backed_up";

    /** Key under which the record of a step names the run that it is part of. */
    public static final String PART_OF = "part_of";

    /** Key under which the record of a run lists its steps when it ends. */
    public static final String STEPS = "steps";

    /** Key under which a record lists, when the run ends, the files that it could not change. */
    public static final String NOT_DONE = "not_done";

    static RunRecord parse(String run, long sequence, byte[] lines) {
        JsonObject started = JsonObject.builder().build();
        List<Commit> commits = new ArrayList<>();
        Optional<JsonObject> finished = Optional.empty();
        Optional<String> snapshot = Optional.empty();
        RecordReading reading = RecordReading.of(lines);
        for (JsonObject event : reading.events()) {
            switch (event.string("event").orElse("")) {
                case "started" -> started = event;
                case "committed" -> commits.add(Commit.of(event));
                case BACKED_UP -> snapshot = event.string("snapshot");
                case "finished" -> finished = Optional.of(event);
                default -> {
                    // Events of later versions tell nothing that this one needs.
                }
            }
        }
        return new RunRecord(
                run, sequence, started, List.copyOf(commits), finished, snapshot, reading.broken(), reading.damage());
    }

    /** What kind of run it was. */
    public String operation() {
        return started.string("operation").orElse("unknown");
    }

    public Optional<Instant> startedAt() {
        return started.instant("at");
    }

    public Optional<Duration> duration() {
        return finished.filter(f -> f.has("duration_ms")).map(f -> Duration.ofMillis(f.number("duration_ms")));
    }

    /** Returns the id of the run that this one is a step of; empty if it is a run of its own. */
    public Optional<String> partOf() {
        return started.string(PART_OF);
    }

    /** Returns the ids of the steps of a run that ended; empty if it has none. */
    public List<String> steps() {
        return finished.map(end -> end.strings(STEPS)).orElse(List.of());
    }

    /** The run that this one took back, if it is an undo. */
    public Optional<String> undoes() {
        return started.object("policy").flatMap(policy -> policy.string("undoes"));
    }

    /** The id of the snapshot that a run on backups made or looked at; nothing of any other run. */
    public Optional<String> ownSnapshot() {
        return finished.flatMap(end -> end.string("snapshot"));
    }

    /** Bytes by which the backups grew, if it was a run on backups. */
    public long bytesAdded() {
        return finished.map(end -> end.number("bytes_added")).orElse(0L);
    }

    /** Items that left in this run. */
    public long removed() {
        return commits.stream().mapToLong(commit -> commit.facts().removed()).sum();
    }

    /** Items that came back, or were saved, in this run. */
    public long inserted() {
        return commits.stream().mapToLong(commit -> commit.facts().inserted()).sum();
    }

    /** Items that stayed and were changed in this run. */
    public long transformed() {
        return commits.stream()
                .mapToLong(commit -> commit.facts().transformed())
                .sum();
    }

    /** Bytes by which files became smaller; negative if they grew. */
    public long bytesFreed() {
        return commits.stream()
                .mapToLong(
                        commit -> commit.facts().bytesBefore() - commit.facts().bytesAfter())
                .sum();
    }

    /** Returns the paths that the run could not change, of those that it set out to change. */
    public List<String> notDone() {
        return finished.map(end -> end.strings(NOT_DONE)).orElse(List.of());
    }
}
