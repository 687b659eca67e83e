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
 * Converts timestamps to ISO 8601. The instant stays the same, and a local time stays local. A value that already has
 * this form or is not a timestamp stays unchanged: nothing is guessed, and no other step depends on it.
 */
final class IsoTime {
    private static final int DATE = 10;

    private IsoTime() {}

    /** Converts a member of an object if it contains a timestamp. */
    static void spell(@Nullable ObjectText object, String name) throws UneditableException {
        Member member = object == null ? null : object.find(name);
        if (member != null) {
            Slice spelled = spelled(member.value());
            if (spelled != null) {
                member.setValue(spelled);
            }
        }
    }

    /** Returns the converted value; null if it needs no conversion or is not a timestamp. */
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
            throw new IllegalStateException("the scanner accepted an invalid text: " + value, e);
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

    /** Returns a timestamp that {@link Timestamps} can read, with T, decimal point, Z, and a colon in the offset. */
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
