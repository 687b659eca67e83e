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
 * A large loss of items that was not caused by a run of aml. Until it is acknowledged, it is recorded in {@code incident.json}
 * beside the store, and rotation removes nothing.
 *
 * <pre>
 * {"version":1,"found":"2026-11-23T04:00:00Z","items_before":459,"items_now":0,"snapshot":"20261122T040000.120Z-3f9a"}
 * </pre>
 *
 * @param found when the loss was detected
 * @param before the expected number of items
 * @param now the number of items when the loss was detected
 * @param snapshot the last snapshot before the loss; empty if unknown
 */
public record Incident(Instant found, long before, long now, String snapshot) {
    static final String OBJECT = "incident.json";
    private static final long VERSION = 1;
    private static final int LARGEST = 1_000_000;

    /** Returns a description without a full stop. */
    public String words() {
        return before == 0 && now == 0
                ? "an incident was recorded, but the record cannot be read"
                : "the store has " + now + " items instead of " + before;
    }

    /** Returns the advice to the user. */
    public String advice() {
        String restore = snapshot.isEmpty() ? "'aml backup restore'" : "'aml backup restore " + snapshot + "'";
        return "if a disk is not mounted, mount it; " + restore
                + " restores the items; if the loss is intended, 'aml backup acknowledge'";
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

    /** Returns the open incident. An unreadable record counts as an incident with unknown details. */
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

    /**
     * Creates the record unless one exists. A crash may leave an unreadable record, which still counts as an incident.
     */
    void write(BackupTarget target) throws IOException {
        try (Appender object = target.create(OBJECT)) {
            object.append((toJson() + "\n").getBytes(StandardCharsets.UTF_8));
            object.sync();
        }
    }
}
