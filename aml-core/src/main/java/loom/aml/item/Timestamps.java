package loom.aml.item;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Parses the timestamps that occur in stores: ISO 8601 with {@code Z}, with an offset, or local (read as UTC), with any
 * number of decimals; a date alone; and epoch numbers in seconds, milliseconds, microseconds or nanoseconds,
 * distinguished by their magnitude.
 */
public final class Timestamps {
    /**
     * Earlier timestamps are placeholders for "never": 0, -1, the year 1 of Go and .NET, 1601 and 1900 of Windows, the
     * last day of 1969, 1980-01-01 of archives. No agent has memories of that time.
     */
    private static final Instant EARLIEST = Instant.parse("1980-01-03T00:00:00Z");

    private static final int NANO_DIGITS = 9;
    private static final double LEAST = 1e-9;
    private static final double SECONDS_BELOW = 1e11;
    private static final double MILLIS_BELOW = 1e14;
    private static final double MICROS_BELOW = 1e17;

    private final byte[] text;
    private final int to;
    private int p;

    private Timestamps(byte[] text, int from, int to) {
        this.text = text;
        this.p = from;
        this.to = to;
    }

    /** Returns whether a time is real rather than a placeholder for "never". */
    public static boolean isReal(Instant time) {
        return !time.isBefore(EARLIEST);
    }

    /** Parses the characters {@code text[from, to)}; null if they are not a timestamp. */
    public static @Nullable Instant parse(byte[] text, int from, int to) {
        return new Timestamps(text, from, to).instant();
    }

    /**
     * Returns the instant of an epoch number, exact to the nanosecond; null if out of range. It is read as decimal
     * digits, because a double cannot represent current nanoseconds.
     *
     * @param number the spelling of a JSON number
     */
    public static @Nullable Instant ofEpoch(String number) {
        double size = Math.abs(Double.parseDouble(number));
        if (!(size < 1e20)) {
            return null;
        }
        if (size < LEAST) {
            // Zero. It is not converted to a decimal, because its exponent may be anything.
            return Instant.EPOCH;
        }
        int decimals = size < SECONDS_BELOW ? 0 : size < MILLIS_BELOW ? 3 : size < MICROS_BELOW ? 6 : 9;
        BigDecimal seconds = new BigDecimal(number).movePointLeft(decimals);
        BigDecimal wholeSeconds = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                wholeSeconds.longValue(),
                seconds.subtract(wholeSeconds).movePointRight(NANO_DIGITS).longValue());
    }

    private @Nullable Instant instant() {
        int year = digits(4);
        int month = accept('-') ? digits(2) : -1;
        int day = accept('-') ? digits(2) : -1;
        if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
            return null;
        }
        long seconds = epochDay(year, month, day) * 86_400;
        if (p == to) {
            return Instant.ofEpochSecond(seconds);
        }
        if (!accept('T') && !accept('t') && !accept(' ')) {
            return null;
        }
        int hour = digits(2);
        int minute = accept(':') ? digits(2) : -1;
        boolean hasSeconds = accept(':');
        int second = hasSeconds ? digits(2) : 0;
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return null;
        }
        int nanos = hasSeconds && (accept('.') || accept(',')) ? fraction() : 0;
        int offset = offsetSeconds();
        if (nanos < 0 || offset == Integer.MIN_VALUE || p != to) {
            return null;
        }
        return Instant.ofEpochSecond(seconds + hour * 3_600L + minute * 60L + second - offset, nanos);
    }

    private static int daysIn(int year, int month) {
        if (month == 2) {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return 30 + (month + (month >> 3) & 1);
    }

    /**
     * Returns the days since 1970-01-01 by Howard Hinnant's days_from_civil. The classes of java.time cost several
     * times as much, which is noticeable when the age of every item is computed.
     */
    private static long epochDay(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = y / 400;
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }

    /** Returns the offset from UTC in seconds; the smallest int if the offset is invalid. */
    private int offsetSeconds() {
        if (p == to || accept('Z') || accept('z')) {
            return 0;
        }
        int sign = accept('+') ? 1 : accept('-') ? -1 : 0;
        int hours = digits(2);
        int minutes = accept(':') || p < to ? digits(2) : 0;
        if (sign == 0 || hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        return sign * (hours * 3_600 + minutes * 60);
    }

    /** Returns nanoseconds and drops further decimals. */
    private int fraction() {
        int from = p;
        int nanos = 0;
        while (p < to && text[p] >= '0' && text[p] <= '9') {
            if (p - from < NANO_DIGITS) {
                nanos = nanos * 10 + text[p] - '0';
            }
            p++;
        }
        int read = p - from;
        if (read == 0) {
            return -1;
        }
        for (int i = read; i < NANO_DIGITS; i++) {
            nanos *= 10;
        }
        return nanos;
    }

    private boolean accept(char c) {
        if (p < to && text[p] == c) {
            p++;
            return true;
        }
        return false;
    }

    /** Returns the value of the next {@code count} digits; -1 if they are not digits. */
    private int digits(int count) {
        if (p + count > to) {
            p = to;
            return -1;
        }
        int number = 0;
        for (int i = 0; i < count; i++) {
            byte b = text[p++];
            if (b < '0' || b > '9') {
                return -1;
            }
            number = number * 10 + b - '0';
        }
        return number;
    }
}
