package loom.aml.app.text;

import java.time.Duration;
import java.time.Instant;
import loom.aml.store.ClockVerdict;

/**
 * Formats sizes, counts and ages for people. Sizes are decimal: 1 kB is 1,000 bytes. Does not use {@link
 * String#format}, whose first call takes milliseconds.
 */
public final class Amounts {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Amounts() {}

    /** {@code 1.3 MB}. */
    public static String size(long bytes) {
        long amount = bytes == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(bytes);
        int unit = 0;
        long one = 1;
        while (quotient(amount, one) >= 1000 && unit < UNITS.length - 1) {
            one *= 1000;
            unit++;
        }
        long tenths = unit == 0 ? Long.MAX_VALUE : quotient(amount, one / 10);
        String number = tenths >= 1000 ? Long.toString(quotient(amount, one)) : decimal(tenths, 1);
        return (bytes < 0 ? "-" : "") + number + " " + UNITS[unit];
    }

    /** {@code 12,345}. */
    public static String count(long count) {
        StringBuilder number = new StringBuilder(Long.toString(count));
        int first = count < 0 ? 1 : 0;
        for (int at = number.length() - 3; at > first; at -= 3) {
            number.insert(at, ',');
        }
        return number.toString();
    }

    /** {@code 1 item}, {@code 2 items}. */
    public static String items(long count) {
        return of(count, "item");
    }

    /** {@code 12 %} of a share from 0 to 1. */
    public static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    /** Returns a count with its noun in the singular or plural. */
    public static String of(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** {@code 7 ms}, {@code 0.30 s}, {@code 2 min 5 s}. */
    public static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 100) {
            return millis + " ms";
        }
        if (millis < 10_000) {
            return (millis < 1_000 ? decimal(quotient(millis, 10), 2) : decimal(quotient(millis, 100), 1)) + " s";
        }
        long seconds = duration.toSeconds();
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }

    /** Divides and rounds half up. */
    private static long quotient(long dividend, long divisor) {
        return dividend / divisor + (dividend % divisor * 2 >= divisor ? 1 : 0);
    }

    /** Returns a number given in units of its last decimal: 12 with one decimal is {@code 1.2}. */
    private static String decimal(long number, int decimals) {
        StringBuilder text = new StringBuilder(Long.toString(number));
        while (text.length() <= decimals) {
            text.insert(0, '0');
        }
        return text.insert(text.length() - decimals, '.').toString();
    }

    /** {@code 3 days ago}. */
    public static String ago(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        if (ClockVerdict.isAhead(then, now)) {
            return "in the future";
        }
        if (age.toDays() > 1) {
            return age.toDays() + " days ago";
        }
        if (age.toHours() > 1) {
            return age.toHours() + " hours ago";
        }
        return age.toMinutes() > 1 ? age.toMinutes() + " minutes ago" : "just now";
    }
}
