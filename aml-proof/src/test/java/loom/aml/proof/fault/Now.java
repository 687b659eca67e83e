package loom.aml.proof.fault;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import loom.aml.proof.Shell;

/** Times and ids that a run writes down are of no two runs the same: one word stands for them all. */
public final class Now {
    private static final Pattern ID = Pattern.compile("\\d{8}T\\d{6}\\.\\d{3}Z-[0-9a-f]{4}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final Duration AGES = Duration.ofDays(330);

    /** The id that an item without one is given, which depends on the time: a UUID of version 3. */
    private static final Pattern GIVEN =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}");

    private Now() {}

    /** The text with each time of a run under test, and each id of a run or a snapshot, replaced. */
    public static String masked(String text) {
        String masked = TIME.matcher(text).replaceAll(found -> isNow(found.group()) ? "<now>" : found.group());
        return withoutGivenIds(ID.matcher(masked).replaceAll("<id>"));
    }

    /** The text with each id that an item without one was given replaced. */
    public static String withoutGivenIds(String text) {
        return GIVEN.matcher(text).replaceAll("<given>");
    }

    /** From when the tests began, or so long ago that only a clock which went wrong can have said it. */
    private static boolean isNow(String time) {
        try {
            Instant instant = Instant.parse(time);
            return !instant.isBefore(Shell.BEGAN.minus(AN_HOUR)) || instant.isBefore(Shell.BEGAN.minus(AGES));
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
