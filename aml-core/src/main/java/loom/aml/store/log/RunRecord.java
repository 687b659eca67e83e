package loom.aml.store.log;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Checksum;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * What a run did, read back from its record.
 *
 * @param run its id
 * @param sequence its place in the order of all runs, from 1; 0 if it is from before runs were numbered
 * @param started the event it began with; empty if the record was lost and begun anew
 * @param commits the changes that it marked as made
 * @param finished the event it ended with; nothing if it was interrupted, or still runs
 * @param snapshot the id of the snapshot that holds the store as it was before; nothing if none was made
 * @param brokenLines lines that are no JSON: at most the last one, unless somebody edited the record
 */
public record RunRecord(
        String run,
        long sequence,
        JsonObject started,
        List<JsonObject> commits,
        Optional<JsonObject> finished,
        Optional<String> snapshot,
        int brokenLines) {

    /** The event that names the snapshot. */
    public static final String BACKED_UP = "backed_up";

    static RunRecord parse(String run, long sequence, byte[] lines) {
        JsonObject started = JsonObject.builder().build();
        List<JsonObject> commits = new ArrayList<>();
        Optional<JsonObject> finished = Optional.empty();
        Optional<String> snapshot = Optional.empty();
        int broken = 0;
        for (String line : new String(lines, StandardCharsets.UTF_8).split("\n", -1)) {
            if (line.isBlank()) {
                continue;
            }
            try {
                JsonObject event = JsonObject.parse(line);
                switch (event.string("event").orElse("")) {
                    case "started" -> started = event;
                    case "committed" -> commits.add(event);
                    case BACKED_UP -> snapshot = event.string("snapshot");
                    case "finished" -> finished = Optional.of(event);
                    default -> {
                        // Events of later versions tell nothing that this one needs.
                    }
                }
            } catch (JsonSyntaxException e) {
                broken++;
            }
        }
        return new RunRecord(run, sequence, started, List.copyOf(commits), finished, snapshot, broken);
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

    /** What a commit left under its path. */
    public static Optional<Checksum.Content> left(JsonObject commit) {
        return commit.object("left")
                .map(left -> new Checksum.Content(
                        left.number("size"), left.string("checksum").orElse("")));
    }
}
