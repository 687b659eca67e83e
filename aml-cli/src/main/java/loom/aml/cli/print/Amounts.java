package loom.aml.cli.print;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import loom.aml.store.ClockVerdict;

/** Sizes, counts and ages as people say them. Sizes are decimal, as in disks: 1 kB is 1,000 bytes. */
public final class Amounts {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Amounts() {}

    /** {@code 1.3 MB}. */
    public static String size(long bytes) {
        double amount = Math.abs((double) bytes);
        int unit = 0;
        while (amount >= 999.5 && unit < UNITS.length - 1) {
            amount /= 1000;
            unit++;
        }
        String number = unit == 0 || amount >= 99.95 ? "%.0f" : "%.1f";
        return (bytes < 0 ? "-" : "") + String.format(Locale.ROOT, number, amount) + " " + UNITS[unit];
    }

    /** {@code 12,345}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 item}, {@code 2 items}. */
    public static String items(long count) {
        return of(count, "item");
    }

    /** A count with its noun, in the plural where that is right. */
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
            return String.format(Locale.ROOT, millis < 1_000 ? "%.2f s" : "%.1f s", millis / 1000.0);
        }
        long seconds = duration.toSeconds();
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
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
