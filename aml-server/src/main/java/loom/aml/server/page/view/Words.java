package loom.aml.server.page.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;
import loom.aml.app.text.Amounts;

/** Shares, times and words of documents in the words of people. */
public final class Words {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Words() {}

    /** Returns a share in percent; a dash if unknown. */
    public static String percent(OptionalDouble share) {
        return share.isPresent() ? Amounts.percent(share.getAsDouble()) : "–";
    }

    /** Returns a time to the minute, in UTC. */
    public static String time(Instant time) {
        return TIME.format(time);
    }

    /** Returns a time to come: {@code in 3 hours}, {@code in 5 minutes}, {@code now}. */
    public static String until(Instant time, Instant now) {
        Duration left = Duration.between(now, time);
        if (left.toDays() > 1) {
            return "in " + left.toDays() + " days";
        }
        if (left.toHours() > 1) {
            return "in " + left.toHours() + " hours";
        }
        return left.isPositive() ? "in " + Amounts.of(left.toMinutes() + 1, "minute") : "now";
    }

    /** Returns which part of a list is shown: {@code 7 items}, {@code the first 60 of 1,200 items}. */
    public static String shown(int shown, long of, String noun) {
        return (shown < of ? "the first " + Amounts.count(shown) + " of " : "") + Amounts.of(of, noun);
    }

    /** Returns a word of a document, such as {@code low_success_rate}, for people. */
    public static String plain(String word) {
        return word.replace('_', ' ');
    }
}
