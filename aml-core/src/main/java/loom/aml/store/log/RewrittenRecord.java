package loom.aml.store.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * The record of a run with other events, sealed again. The lines that a crash cut off stay as they are.
 *
 * @param lines the lines with their new content
 * @param isChanged whether a line differs
 * @param isDamaged whether the record had been changed by others, so that it must stay as it is
 */
record RewrittenRecord(List<String> lines, boolean isChanged, boolean isDamaged) {

    static RewrittenRecord of(byte[] record, UnaryOperator<String> change) {
        boolean isDamaged = RecordReading.of(record).damage().isPresent();
        RecordSeal seal = RecordSeal.begin();
        List<String> lines = new ArrayList<>();
        boolean isChanged = false;
        for (String line : new String(record, StandardCharsets.UTF_8).split("\n", -1)) {
            Optional<String> sealed = RecordSeal.sealOf(line);
            if (sealed.isEmpty()) {
                String next = isEvent(line) ? change.apply(line) : line;
                isChanged |= !next.equals(line);
                lines.add(next);
                continue;
            }
            String event = RecordSeal.bodyOf(line) + "}";
            String next = change.apply(event);
            isChanged |= !next.equals(event);
            lines.add(isChanged ? seal.resealed(next.substring(0, next.length() - 1)) : line);
            if (!isChanged) {
                seal.wrote(line);
            }
        }
        return new RewrittenRecord(lines, isChanged, isDamaged);
    }

    private static boolean isEvent(String line) {
        try {
            JsonObject.parse(line);
            return true;
        } catch (JsonSyntaxException e) {
            return false;
        }
    }

    byte[] toBytes() {
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }
}
