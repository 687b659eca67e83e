package loom.aml.store.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import loom.aml.io.Access;
import loom.aml.io.Checksum;
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
        List<JsonObject> commits,
        Optional<JsonObject> finished,
        Optional<String> snapshot,
        int brokenLines,
        Optional<String> damage) {

    /** Marks a change that made a file where there was none. */
    public static final String CREATED = "created";

    /** Whose an archived file was and who might do what with it. */
    static final String ACCESS = "access";

    static final String ARCHIVE_SUM = "archive_sha256";
    static final String SEEN_SUM = "seen_sha256";

    /** The event that names the snapshot. */
    public static final String BACKED_UP = "backed_up";

    static RunRecord parse(String run, long sequence, byte[] lines) {
        JsonObject started = JsonObject.builder().build();
        List<JsonObject> commits = new ArrayList<>();
        Optional<JsonObject> finished = Optional.empty();
        Optional<String> snapshot = Optional.empty();
        RecordReading reading = RecordReading.of(lines);
        for (JsonObject event : reading.events()) {
            switch (event.string("event").orElse("")) {
                case "started" -> started = event;
                case "committed" -> commits.add(event);
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
        return commits.stream().mapToLong(c -> c.number("removed")).sum();
    }

    /** Items that came back, or were saved, in this run. */
    public long inserted() {
        return commits.stream().mapToLong(c -> c.number("inserted")).sum();
    }

    /** Items that stayed and were changed in this run. */
    public long transformed() {
        return commits.stream().mapToLong(c -> c.number("transformed")).sum();
    }

    /** Bytes by which files became smaller; negative if they grew. */
    public long bytesFreed() {
        return commits.stream()
                .mapToLong(c -> c.number("bytes_before") - c.number("bytes_after"))
                .sum();
    }

    /** The SHA-256 of the archive that a commit names; empty for a commit of an earlier version. */
    public static Optional<String> archiveSum(JsonObject commit) {
        return commit.string(ARCHIVE_SUM);
    }

    /** Whose the file was that a commit archived; empty if that was not noted. */
    public static Optional<Access> access(JsonObject commit) {
        return commit.object(ACCESS).map(RunRecord::accessOf);
    }

    private static Access accessOf(JsonObject json) {
        Access plain = Access.of(
                json.string("mode").orElse(""),
                json.string("owner").orElse(""),
                json.string("group").orElse(""));
        TreeMap<String, String> attributes =
                new TreeMap<>(json.object("attributes").map(JsonObject::texts).orElse(Map.of()));
        return new Access(plain.mode(), plain.owner(), plain.group(), (int) json.number("bits"), attributes);
    }

    /** What a commit left under its path. */
    public static Optional<Checksum.Content> left(JsonObject commit) {
        return commit.object("left")
                .map(left -> new Checksum.Content(
                        left.number("size"), left.string("checksum").orElse("")));
    }
}
