package loom.aml.notify;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.store.Severity;

/**
 * The hours of a day in which only critical notices are sent. They may span midnight.
 *
 * @param start the first quiet minute
 * @param end the first minute that is not quiet
 * @param zone the time zone of both
 */
public record QuietHours(LocalTime start, LocalTime end, ZoneId zone) {
    private static final Pattern FORMAT = Pattern.compile("(\\d\\d:\\d\\d) ?- ?(\\d\\d:\\d\\d)");

    /**
     * Parses hours such as {@code 22:00-07:00}.
     *
     * @throws IllegalArgumentException if they are malformed
     */
    public static QuietHours parse(String text, ZoneId zone) {
        Matcher hours = FORMAT.matcher(text);
        if (!hours.matches()) {
            throw new IllegalArgumentException("not a range of hours");
        }
        try {
            return new QuietHours(LocalTime.parse(hours.group(1)), LocalTime.parse(hours.group(2)), zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a time of day", e);
        }
    }

    boolean holdBack(Notice notice, Instant now) {
        return notice.severity() != Severity.CRITICAL && isQuiet(now);
    }

    private boolean isQuiet(Instant now) {
        LocalTime time = LocalTime.ofInstant(now, zone);
        boolean isAfterStart = !time.isBefore(start);
        boolean isBeforeEnd = time.isBefore(end);
        return start.isAfter(end) ? isAfterStart || isBeforeEnd : isAfterStart && isBeforeEnd;
    }
}
