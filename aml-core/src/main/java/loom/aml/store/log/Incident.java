package loom.aml.store.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.storage.Appender;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.ObjectReader;

/**
 * A store that lost most of what it held, and not by a run of ours. As long as nobody acknowledges it, it stands in {@code
 * incident.json} beside the store, and nothing is rotated away.
 *
 * <pre>
 * {"version":1,"found":"2026-11-23T04:00:00Z","items_before":459,"items_now":0,"snapshot":"20261122T040000.120Z-3f9a"}
 * </pre>
 *
 * @param found when it was found
 * @param before items that the store should hold
 * @param now items that it held when it was found
 * @param snapshot the last snapshot of the store as it was before; empty if that is not known
 */
public record Incident(Instant found, long before, long now, String snapshot) {
    static final String OBJECT = "incident.json";
    private static final long VERSION = 1;
    private static final int LARGEST = 1_000_000;

    /** What happened, as a sentence without its full stop. */
    public String words() {
        return before == 0 && now == 0
                ? "an incident was recorded, but the record cannot be read"
                : "the store has " + now + " items, and should have " + before;
    }

    /** What to do. */
    public String advice() {
        String restore = snapshot.isEmpty() ? "'aml backup restore'" : "'aml backup restore " + snapshot + "'";
        return "if a disk is not mounted, mount it; " + restore
                + " puts the items back; if the loss is intended, 'aml backup acknowledge'";
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("version", VERSION)
                .put("found", found)
                .put("items_before", before)
                .put("items_now", now)
                .put("snapshot", snapshot)
                .build();
    }

    /** The incident that nobody acknowledged. A record that cannot be read is one, of which no more is known. */
    static Optional<Incident> read(BackupTarget target) throws IOException {
        byte[] bytes;
        try (ObjectReader object = target.open(OBJECT)) {
            bytes = object.readAll(LARGEST);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            JsonObject json = JsonObject.parse(new String(bytes, StandardCharsets.UTF_8));
            return Optional.of(new Incident(
                    json.instant("found").orElse(Instant.EPOCH),
                    json.number("items_before"),
                    json.number("items_now"),
                    json.string("snapshot").orElse("")));
        } catch (JsonSyntaxException e) {
            return Optional.of(new Incident(Instant.EPOCH, 0, 0, ""));
        }
    }

    /** Writes it where there is none. A crash leaves one that cannot be read, which is one all the same. */
    void write(BackupTarget target) throws IOException {
        try (Appender object = target.create(OBJECT)) {
            object.append((toJson() + "\n").getBytes(StandardCharsets.UTF_8));
            object.sync();
        }
    }
}
