package loom.aml.migrate;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import loom.aml.item.Timestamps;
import loom.aml.item.text.Member;
import loom.aml.item.text.ObjectText;
import loom.aml.item.text.Slice;
import loom.aml.item.text.UneditableException;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Spells times as ISO 8601: the same instant, and a naive one stays naive. One that is spelled so already stays as it is, and so
 * does what cannot be read as a time: nothing is guessed, and no other step needs it.
 */
final class IsoTime {
    private static final int DATE = 10;

    private IsoTime() {}

    /** A member of an object, if it is there and holds a time. */
    static void spell(@Nullable ObjectText object, String name) throws UneditableException {
        Member member = object == null ? null : object.find(name);
        if (member != null) {
            Slice spelled = spelled(member.value());
            if (spelled != null) {
                member.setValue(spelled);
            }
        }
    }

    /** The spelling that a value should have; null if it has it, or is no time. */
    private static @Nullable Slice spelled(Slice value) {
        byte first = value.first();
        if (first == '"') {
            return value.contains('\\') ? ofText(decoded(value)) : ofText(value);
        }
        Instant epoch = first == '-' || first >= '0' && first <= '9' ? Timestamps.ofEpoch(value.toString()) : null;
        return epoch == null ? null : Slice.of("\"" + epoch + "\"");
    }

    private static Slice decoded(Slice value) {
        try {
            return Slice.of("\""
                    + JsonObject.parse("{\"time\":" + value + "}")
                            .string("time")
                            .orElseThrow() + "\"");
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("a scanner found this text sound: " + value, e);
        }
    }

    private static @Nullable Slice ofText(Slice quoted) {
        if (Timestamps.parse(quoted.bytes(), quoted.from() + 1, quoted.to() - 1) == null) {
            return null;
        }
        String text = new String(quoted.bytes(), quoted.from() + 1, quoted.length() - 2, StandardCharsets.US_ASCII);
        String spelled = normal(text);
        return spelled.equals(text) ? null : Slice.of("\"" + spelled + "\"");
    }

    /** What {@link Timestamps} reads, with T, point, Z, and a colon in the offset. */
    private static String normal(String text) {
        if (text.length() <= DATE) {
            return text;
        }
        int offset = offsetOf(text);
        String time = text.substring(DATE + 1, offset).replace(',', '.');
        return text.substring(0, DATE) + 'T' + time + offset(text.substring(offset));
    }

    private static int offsetOf(String text) {
        for (int i = DATE + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'Z' || c == 'z' || c == '+' || c == '-') {
                return i;
            }
        }
        return text.length();
    }

    private static String offset(String text) {
        return switch (text.length()) {
            case 1 -> "Z";
            case 3 -> text + ":00";
            case 5 -> text.substring(0, 3) + ':' + text.substring(3);
            default -> text;
        };
    }
}
