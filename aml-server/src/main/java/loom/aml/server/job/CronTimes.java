package loom.aml.server.job;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * The times of a cron expression with five fields. If both the day of the month and the day of the week are restricted, either
 * suffices, as in cron. A time that the change to summer time skips is moved to the moment of the change; one that occurs twice
 * when it ends counts once, unless the expression has every hour. Thread-safe.
 */
final class CronTimes {
    private static final String PREFIX = "Failed to parse cron expression. ";

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

    /** Returns the first time after another. */
    Instant after(Instant time) {
        ZonedDateTime next =
                next(time.atZone(zone)).orElseThrow(() -> new IllegalStateException("no time follows " + time));
        ZoneOffsetTransition change = zone.getRules().nextTransition(time);
        while (change != null && change.getInstant().isBefore(next.toInstant())) {
            if (change.isGap() && isSkippedBy(change)) {
                return change.getInstant();
            }
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return next.toInstant();
    }

    /** Returns whether there is a time among the local times that a change skips. */
    private boolean isSkippedBy(ZoneOffsetTransition change) {
        // In UTC, which skips nothing; the search excludes its beginning.
        ZonedDateTime before = change.getDateTimeBefore().minusSeconds(1).atZone(ZoneOffset.UTC);
        return next(before)
                .filter(time -> time.toLocalDateTime().isBefore(change.getDateTimeAfter()))
                .isPresent();
    }

    private Optional<ZonedDateTime> next(ZonedDateTime time) {
        return times.nextExecution(time);
    }
}
