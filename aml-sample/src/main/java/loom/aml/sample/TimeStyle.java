package loom.aml.sample;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A format of times.
 *
 * @param zone the suffix: {@code Z}, {@code +02:00}, or empty for local times
 * @param offsetMinutes the offset of the local time from UTC
 * @param hasMicroseconds whether it has six decimals, like Python, instead of three
 */
record TimeStyle(String zone, int offsetMinutes, boolean hasMicroseconds) {

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);

    /** The format of JavaScript. */
    static final TimeStyle RUNTIME = new TimeStyle("Z", 0, false);

    /** The format of times written by the migration. */
    static final TimeStyle MIGRATION = new TimeStyle("", 0, true);

    private static final TimeStyle[] EXCEPTIONS = {
        new TimeStyle("", 0, false),
        new TimeStyle("", 0, false),
        new TimeStyle("+02:00", 120, false),
        new TimeStyle("-05:00", -300, false),
        new TimeStyle("+05:30", 330, false),
        new TimeStyle("Z", 0, true),
    };
    private static final int EXCEPTIONS_PERCENT = 8;
    private static final int MIGRATED_PERCENT = 60;

    /**
     * Returns the format of one time of an item: mostly that of the runtime, in later versions often that of the
     * migration.
     */
    static TimeStyle draw(SampleSchema schema, Draws draws) {
        TimeStyle style = draws.percent(EXCEPTIONS_PERCENT) ? EXCEPTIONS[draws.below(EXCEPTIONS.length)] : RUNTIME;
        return schema.isFrom(SampleSchema.V1_1_0) && draws.percent(MIGRATED_PERCENT) ? style.migrated() : style;
    }

    /** Returns a point in time, given in milliseconds since 1970, in this style. */
    String format(long millis) {
        LocalDateTime local =
                LocalDateTime.ofInstant(Instant.ofEpochMilli(millis).plusSeconds(offsetMinutes * 60L), ZoneOffset.UTC);
        return MILLISECONDS.format(local) + (hasMicroseconds ? "000" : "") + zone;
    }

    /** Returns the format after the migration to 1.1.0: the same instant, with local times unchanged. */
    private TimeStyle migrated() {
        return new TimeStyle(zone.equals("Z") ? "+00:00" : zone, offsetMinutes, true);
    }
}
