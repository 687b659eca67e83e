package loom.aml.proof.fault;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import loom.aml.proof.Shell;

/** Replaces the times and ids that a run records, which differ between runs, by one word. */
public final class Now {
    private static final Pattern ID = Pattern.compile("\\d{8}T\\d{6}\\.\\d{3}Z-[0-9a-f]{4}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final Duration AGES = Duration.ofDays(330);

    /** The id that an item without one receives, which depends on the time: a UUID of version 3. */
    private static final Pattern GIVEN =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}");

    private Now() {}

    /** Replaces each time of a run under test and each id of a run or a snapshot. */
    public static String masked(String text) {
        String masked = TIME.matcher(text).replaceAll(found -> isNow(found.group()) ? "<now>" : found.group());
        return withoutGivenIds(ID.matcher(masked).replaceAll("<id>"));
    }

    /** Replaces each id that an item without one received. */
    public static String withoutGivenIds(String text) {
        return GIVEN.matcher(text).replaceAll("<given>");
    }

    /** Since the start of the tests, or so long ago that it must be from a wrong clock. */
    private static boolean isNow(String time) {
        try {
            Instant instant = Instant.parse(time);
            return !instant.isBefore(Shell.BEGAN.minus(AN_HOUR)) || instant.isBefore(Shell.BEGAN.minus(AGES));
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
