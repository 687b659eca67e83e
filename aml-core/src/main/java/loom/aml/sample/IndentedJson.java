package loom.aml.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/** Writes JSON as {@code JSON.stringify(value, null, 2)} does, which is how the runtime writes it. Straight into bytes. */
final class IndentedJson {
    private static final int FULL = 64 << 10;

    private final OutputStream out;
    private byte[] buffer = new byte[2 * FULL];
    private int length;
    private int depth;
    private boolean first = true;

    IndentedJson(OutputStream out) {
        this.out = out;
    }

    IndentedJson beginObject() {
        return begin('{');
    }

    IndentedJson beginObject(String key) {
        key(key);
        return bare('{');
    }

    IndentedJson endObject() {
        return end('}');
    }

    IndentedJson beginArray() {
        return begin('[');
    }

    IndentedJson beginArray(String key) {
        key(key);
        return bare('[');
    }

    IndentedJson endArray() {
        return end(']');
    }

    private IndentedJson begin(char bracket) {
        separate();
        return bare(bracket);
    }

    private IndentedJson bare(char bracket) {
        put((byte) bracket);
        depth++;
        first = true;
        return this;
    }

    private IndentedJson end(char bracket) {
        depth--;
        if (!first) {
            line();
        }
        put((byte) bracket);
        first = false;
        return this;
    }

    private void separate() {
        if (depth > 0) {
            if (!first) {
                put((byte) ',');
            }
            line();
        }
        first = false;
    }

    private void line() {
        room(1 + 2 * depth);
        buffer[length++] = '\n';
        Arrays.fill(buffer, length, length + 2 * depth, (byte) ' ');
        length += 2 * depth;
    }

    private void key(String key) {
        separate();
        quoted(key);
        put((byte) ':');
        put((byte) ' ');
    }

    IndentedJson field(String key, String value) {
        key(key);
        quoted(value);
        return this;
    }

    IndentedJson field(String key, long value) {
        return raw(key, Long.toString(value));
    }

    IndentedJson field(String key, boolean value) {
        return raw(key, Boolean.toString(value));
    }

    /** A number with at most four decimals. */
    IndentedJson field(String key, double value) {
        double rounded = Math.round(value * 10_000) / 10_000.0;
        return raw(key, rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded));
    }

    IndentedJson raw(String key, String json) {
        key(key);
        ascii(json);
        return this;
    }

    IndentedJson field(String key, List<String> values) {
        beginArray(key);
        for (String value : values) {
            separate();
            quoted(value);
        }
        return endArray();
    }

    /** A time in milliseconds since 1970, as JavaScript writes it: {@code 2026-03-10T17:32:15.384Z}. */
    IndentedJson time(String key, long millis, String zone) {
        key(key);
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(millis, 1000L), (int) Math.floorMod(millis, 1000L) * 1_000_000, ZoneOffset.UTC);
        put((byte) '"');
        digits(time.getYear(), 4);
        put((byte) '-');
        digits(time.getMonthValue(), 2);
        put((byte) '-');
        digits(time.getDayOfMonth(), 2);
        put((byte) 'T');
        digits(time.getHour(), 2);
        put((byte) ':');
        digits(time.getMinute(), 2);
        put((byte) ':');
        digits(time.getSecond(), 2);
        put((byte) '.');
        digits(time.getNano() / 1_000_000, 3);
        ascii(zone);
        put((byte) '"');
        return this;
    }

    private void digits(int number, int count) {
        room(count);
        int rest = number;
        for (int i = count - 1; i >= 0; i--) {
            buffer[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private void quoted(String text) {
        put((byte) '"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                put((byte) '\\');
                put((byte) c);
            } else if (c == '\n') {
                ascii("\\n");
            } else if (c < 0x80) {
                put((byte) c);
            } else {
                int end = text.offsetByCodePoints(i, 1);
                byte[] utf8 = text.substring(i, end).getBytes(StandardCharsets.UTF_8);
                room(utf8.length);
                System.arraycopy(utf8, 0, buffer, length, utf8.length);
                length += utf8.length;
                i = end - 1;
            }
        }
        put((byte) '"');
    }

    private void ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            buffer[length++] = (byte) text.charAt(i);
        }
    }

    private void put(byte b) {
        room(1);
        buffer[length++] = b;
    }

    private void room(int bytes) {
        if (length + bytes > buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length + bytes);
        }
    }

    /** Passes on what was written once there is enough of it. */
    void flushIfFull() throws IOException {
        if (length >= FULL) {
            flush();
        }
    }

    void flush() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
    }
}
