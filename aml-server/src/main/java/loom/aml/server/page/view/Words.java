package loom.aml.server.page.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers and times in words. */
public final class Words {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};
    private static final double THOUSAND = 1000;
    private static final double HUNDRED = 100;
    private static final int DAYS_OF_MONTH = 60;
    private static final int HOURS_OF_DAY = 48;
    private static final int MINUTES_OF_HOUR = 120;

    private Words() {}

    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Returns a number with its noun: {@code 1 item}, {@code 2 items}. */
    public static String count(long number, String noun) {
        return count(number) + ' ' + noun + (number == 1 ? "" : "s");
    }

    public static String bytes(long bytes) {
        double size = Math.abs((double) bytes);
        if (size < THOUSAND) {
            return bytes + " B";
        }
        int unit = -1;
        while (size >= THOUSAND && unit < UNITS.length - 1) {
            size /= THOUSAND;
            unit++;
        }
        return (bytes < 0 ? "-" : "")
                + String.format(Locale.ROOT, size < 10 ? "%.1f %s" : "%.0f %s", size, UNITS[unit]);
    }

    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * HUNDRED);
    }

    /** Returns a share in percent; a dash if unknown. */
    public static String percent(OptionalDouble share) {
        return share.isPresent() ? percent(share.getAsDouble()) : "–";
    }

    /** Returns a time to the minute, in UTC. */
    public static String time(Instant time) {
        return TIME.format(time);
    }

    /** Returns the time that passed, such as {@code 3 days ago}. */
    public static String ago(Instant time, Instant now) {
        Duration age = Duration.between(time, now);
        if (age.isNegative()) {
            return time(time);
        }
        if (age.toDays() > DAYS_OF_MONTH) {
            return count(age.toDays() / 30, "month") + " ago";
        }
        if (age.toHours() > HOURS_OF_DAY) {
            return count(age.toDays(), "day") + " ago";
        }
        if (age.toMinutes() > MINUTES_OF_HOUR) {
            return count(age.toHours(), "hour") + " ago";
        }
        return age.toMinutes() < 1 ? "just now" : count(age.toMinutes(), "minute") + " ago";
    }

    /** Returns a word of a document, such as {@code low_success_rate}, for people. */
    public static String plain(String word) {
        return word.replace('_', ' ');
    }
}
