package loom.aml.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON as {@code JSON.stringify(value, null, 2)} does, which is how the runtime writes it, straight into the
 * bytes of a buffer. Keys are names from the source, of plain ASCII.
 */
final class IndentedJson {
    private static final int BUFFER = 64 << 10;
    private static final int DEEPEST = 16;
    private static final int LONGEST_NUMBER = 20;

    /** Room for {@code "-09:30"} and all that stands before it. */
    private static final int LONGEST_TIME = 40;

    private static final byte[] LINE = ("\n" + "  ".repeat(DEEPEST)).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final long MS_OF_A_DAY = 86_400_000;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int length;
    private long flushed;
    private int depth;
    private boolean first = true;

    IndentedJson(OutputStream out) {
        this.out = out;
    }

    IndentedJson beginObject() throws IOException {
        element();
        return open('{');
    }

    IndentedJson beginObject(String key) throws IOException {
        key(key);
        return open('{');
    }

    IndentedJson endObject() throws IOException {
        return close('}');
    }

    IndentedJson beginArray() throws IOException {
        element();
        return open('[');
    }

    IndentedJson beginArray(String key) throws IOException {
        key(key);
        return open('[');
    }

    IndentedJson endArray() throws IOException {
        return close(']');
    }

    private IndentedJson open(char bracket) throws IOException {
        put(bracket);
        depth++;
        first = true;
        return this;
    }

    private IndentedJson close(char bracket) throws IOException {
        depth--;
        if (!first) {
            line();
        }
        first = false;
        return put(bracket);
    }

    /** Begins an element of the array that is open. */
    IndentedJson element() throws IOException {
        if (depth > 0) {
            if (!first) {
                put(',');
            }
            line();
        }
        first = false;
        return this;
    }

    private void line() throws IOException {
        bytes(LINE, 1 + 2 * depth);
    }

    /** Begins a field of the object that is open. */
    IndentedJson key(String key) throws IOException {
        return element().quote().ascii(key).ascii("\": ");
    }

    /** A quote, before or behind a string that is written in parts. */
    IndentedJson quote() throws IOException {
        return put('"');
    }

    /** A string of plain ASCII without anything that JSON escapes. */
    IndentedJson field(String key, String value) throws IOException {
        return key(key).quote().ascii(value).quote();
    }

    IndentedJson field(String key, long value) throws IOException {
        return key(key).number(value);
    }

    IndentedJson field(String key, boolean value) throws IOException {
        return literal(key, value ? "true" : "false");
    }

    /** A decimal number, {@code unscaled} divided by the power of ten, without the zeros at its end. */
    IndentedJson field(String key, int unscaled, int decimals) throws IOException {
        return key(key).decimal(unscaled, decimals);
    }

    /** A value as it is. */
    IndentedJson literal(String key, String json) throws IOException {
        return key(key).ascii(json);
    }

    /** A point in time, in milliseconds since 1970. */
    IndentedJson field(String key, long millis, TimeStyle style) throws IOException {
        return key(key).time(millis, style);
    }

    /** A UUID of two halves. */
    IndentedJson uuid(long high, long low) throws IOException {
        quote();
        hex(high >>> 32, 8).put('-');
        hex(high >>> 16, 4).put('-');
        hex(high, 4).put('-');
        hex(low >>> 48, 4).put('-');
        return hex(low, 12).quote();
    }

    /** The lowest digits of a number, in base 16. */
    IndentedJson hex(long number, int digits) throws IOException {
        room(digits);
        for (int i = digits - 1; i >= 0; i--) {
            buffer[length++] = HEX[(int) (number >>> (4 * i)) & 0xf];
        }
        return this;
    }

    IndentedJson number(long value) throws IOException {
        if (value < 0) {
            put('-');
        }
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        room(LONGEST_NUMBER);
        digits(value, digits);
        return this;
    }

    IndentedJson decimal(int unscaled, int decimals) throws IOException {
        int divisor = 1;
        for (int i = 0; i < decimals; i++) {
            divisor *= 10;
        }
        number(unscaled / divisor);
        int fraction = unscaled % divisor;
        if (fraction == 0) {
            return this;
        }
        int places = decimals;
        while (fraction % 10 == 0) {
            fraction /= 10;
            places--;
        }
        put('.');
        room(LONGEST_NUMBER);
        digits(fraction, places);
        return this;
    }

    private IndentedJson time(long millis, TimeStyle style) throws IOException {
        room(LONGEST_TIME);
        long local = millis + style.offsetMinutes() * 60_000L;
        int ms = (int) Math.floorMod(local, MS_OF_A_DAY);
        quote();
        date(Math.floorDiv(local, MS_OF_A_DAY));
        put('T').digits(ms / 3_600_000, 2);
        put(':').digits(ms / 60_000 % 60, 2);
        put(':').digits(ms / 1_000 % 60, 2);
        put('.').digits(ms % 1_000, 3);
        if (style.hasMicroseconds()) {
            ascii("000");
        }
        return ascii(style.zone()).quote();
    }

    /** A date by its days since 1970, by Howard Hinnant's civil_from_days. */
    private void date(long epochDay) throws IOException {
        long days = epochDay + 719_468;
        long era = Math.floorDiv(days, 146_097L);
        int dayOfEra = (int) (days - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shifted = (5 * dayOfYear + 2) / 153;
        int month = shifted < 10 ? shifted + 3 : shifted - 9;
        digits(era * 400 + yearOfEra + (month <= 2 ? 1 : 0), 4);
        put('-').digits(month, 2);
        put('-').digits(dayOfYear - (153 * shifted + 2) / 5 + 1, 2);
    }

    /** So many digits of a number, with zeros before it. Room must have been made. */
    private void digits(long number, int count) {
        long rest = number;
        for (int i = length + count - 1; i >= length; i--) {
            buffer[i] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        }
        length += count;
    }

    /** Bytes that are right as they are: part of a string, escaped, or a whole value. */
    IndentedJson bytes(byte[] bytes) throws IOException {
        return bytes(bytes, bytes.length);
    }

    private IndentedJson bytes(byte[] bytes, int count) throws IOException {
        room(count);
        System.arraycopy(bytes, 0, buffer, length, count);
        length += count;
        return this;
    }

    private IndentedJson ascii(String text) throws IOException {
        int count = text.length();
        room(count);
        for (int i = 0; i < count; i++) {
            buffer[length + i] = (byte) text.charAt(i);
        }
        length += count;
        return this;
    }

    private IndentedJson put(char c) throws IOException {
        room(1);
        buffer[length++] = (byte) c;
        return this;
    }

    private void room(int bytes) throws IOException {
        if (length + bytes > BUFFER) {
            flush();
        }
    }

    /** Bytes written so far. */
    long written() {
        return flushed + length;
    }

    /** Passes on what was written. */
    void flush() throws IOException {
        out.write(buffer, 0, length);
        flushed += length;
        length = 0;
    }
}
