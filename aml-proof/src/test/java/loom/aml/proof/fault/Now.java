package loom.aml.proof.fault;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import loom.aml.proof.Shell;

/** Times and ids that a run writes down are of no two runs the same: one word stands for them all. */
final class Now {
    private static final Pattern ID = Pattern.compile("\\d{8}T\\d{6}\\.\\d{3}Z-[0-9a-f]{4}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

    private Now() {}

    /** The text with each time from when the tests began, and each id of a run or a snapshot, replaced. */
    static String masked(String text) {
        String masked = TIME.matcher(text).replaceAll(found -> isNow(found.group()) ? "<now>" : found.group());
        return ID.matcher(masked).replaceAll("<id>");
    }

    private static boolean isNow(String time) {
        try {
            return !Instant.parse(time).isBefore(Shell.BEGAN);
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
