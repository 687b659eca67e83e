package loom.aml.server.job;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The times of a cron expression with five fields. If both the day of the month and the day of the week are restricted, either
 * suffices, as in cron. A time that the change to summer time skips is moved to the moment of the change; one that occurs twice
 * when it ends counts once. An expression with every hour of the day has every hour then, too. Thread-safe.
 */
final class CronTimes {
    private static final String PREFIX = "Failed to parse cron expression. ";
    private static final int HOURS = 24;

    private final ExecutionTime times;
    private final ZoneId zone;

    private CronTimes(ExecutionTime times, ZoneId zone) {
        this.times = times;
        this.zone = zone;
    }

    /**
     * Parses an expression.
     *
     * @param now the present time, after which the expression must have one
     */
    static CronTimes parse(String expression, ZoneId zone, Instant now) throws InvalidTimesException {
        CronTimes parsed;
        try {
            parsed = new CronTimes(
                    ExecutionTime.forCron(new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                            .parse(expression)),
                    zone);
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage()).replace(PREFIX, "");
            throw new InvalidTimesException("'" + expression + "' is not a cron expression: " + why);
        }
        if (parsed.next(now.atZone(zone)).isEmpty()) {
            throw new InvalidTimesException("'" + expression + "' describes a date that never comes");
        }
        return parsed;
    }

    /** Returns the first time after another, which need not be a time of the expression: runs start late. */
    Instant after(Instant time) {
        ZonedDateTime next = require(time.atZone(zone));
        while (isRepeated(next) && !isOfEveryHour(next.toLocalDateTime())) {
            next = require(next);
        }
        ZoneOffsetTransition change = zone.getRules().nextTransition(time);
        while (change != null && change.getInstant().isBefore(next.toInstant())) {
            if (change.isGap() && isSkippedBy(change)) {
                return change.getInstant();
            }
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return next.toInstant();
    }

    private ZonedDateTime require(ZonedDateTime time) {
        return next(time).orElseThrow(() -> new IllegalStateException("no time follows " + time));
    }

    /** Returns whether the same local time was an hour ago, before the clock was set back. */
    private static boolean isRepeated(ZonedDateTime time) {
        return !time.withEarlierOffsetAtOverlap().getOffset().equals(time.getOffset());
    }

    /** Returns whether the expression has the same minute of every hour of the day. */
    private boolean isOfEveryHour(LocalDateTime time) {
        return IntStream.range(0, HOURS)
                .mapToObj(time::withHour)
                .allMatch(each ->
                        nextLocal(each.minusSeconds(1)).filter(each::equals).isPresent());
    }

    /** Returns whether there is a time among the local times that a change skips, apart from those of every hour. */
    private boolean isSkippedBy(ZoneOffsetTransition change) {
        LocalDateTime before = change.getDateTimeBefore().minusSeconds(1);
        return nextLocal(before)
                .filter(time -> time.isBefore(change.getDateTimeAfter()) && !isOfEveryHour(time))
                .isPresent();
    }

    /** Returns the next local time as if none were skipped or occurred twice. The search excludes its beginning. */
    private Optional<LocalDateTime> nextLocal(LocalDateTime time) {
        return next(time.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }

    private Optional<ZonedDateTime> next(ZonedDateTime time) {
        return times.nextExecution(time);
    }
}
