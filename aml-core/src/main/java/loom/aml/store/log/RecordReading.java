package loom.aml.store.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a record and keeps only unmodified ones. A truncated last line, left by a crash, is skipped; every other
 * deviation counts as damage.
 */
final class RecordReading {
    /** The maximum size of a record; even a run with a million changed files needs less. */
    private static final int LARGEST = 512_000_000;

    private final RecordSeal seal = RecordSeal.begin();
    private final List<JsonObject> events = new ArrayList<>();
    private int number;
    private int broken;
    private int torn;
    private boolean isTornEnded;
    private @Nullable String damage;

    private RecordReading() {}

    /** Reads the object of a record. */
    static byte[] bytes(BackupTarget target, String record) throws IOException {
        try (ObjectReader object = target.open(record)) {
            return object.readAll(LARGEST);
        }
    }

    static RecordReading of(byte[] record) {
        RecordReading reading = new RecordReading();
        String text = new String(record, StandardCharsets.UTF_8);
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            reading.line(text.substring(from, end), true);
            from = end + 1;
        }
        reading.line(text.substring(from), false);
        if (reading.torn > 0 && reading.isTornEnded && reading.seal.lines() > 0) {
            reading.damaged();
        }
        return reading;
    }

    private void line(String line, boolean isEnded) {
        if (line.isBlank()) {
            return;
        }
        number++;
        boolean isFirstSealed = seal.lines() == 0;
        if (RecordSeal.sealOf(line).isPresent()) {
            sealed(line);
        } else if (isFirstSealed && parsed(line) != null) {
            // A line of an earlier version, without a seal.
            add(line);
            torn = 0;
        } else if (!isEnded && RecordSeal.goesOnBehindSeal(line)) {
            damaged();
        } else {
            torn = number;
            isTornEnded = isEnded;
            broken++;
        }
    }

    private void sealed(String line) {
        boolean isSound = seal.accepts(line);
        JsonObject event = parsed(line);
        if (!isSound || event == null) {
            damaged();
            return;
        }
        if (torn > 0 && torn == number - 1 && event.isTrue(RecordSeal.AFTER_TORN)) {
            torn = 0;
        }
        if (torn > 0 || event.has(RecordSeal.LINES) && event.number(RecordSeal.LINES) != seal.lines()) {
            damaged();
            torn = 0;
        }
        events.add(event);
    }

    private void add(String line) {
        JsonObject event = parsed(line);
        if (event != null) {
            events.add(event);
        }
    }

    private void damaged() {
        damage = damage == null ? "line " + number + " was changed after it was written" : damage;
    }

    private static @Nullable JsonObject parsed(String line) {
        try {
            return JsonObject.parse(line);
        } catch (JsonSyntaxException e) {
            return null;
        }
    }

    List<JsonObject> events() {
        return events;
    }

    int broken() {
        return broken;
    }

    Optional<String> damage() {
        return Optional.ofNullable(damage);
    }
}
