package loom.aml.store.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Ids that begin with the time, {@code 20261123T040000.120Z-3f9a}: they sort by age, and people see when it was. */
public final class TimedId {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'");

    /** A digit for each 9, a digit of sixteen for each f, and all else as it is. */
    private static final String FORM = "99999999T999999.999Z-ffff";

    private TimedId() {}

    /** An id of that time; its last four digits are drawn. */
    public static String of(Instant time, RandomGenerator random) {
        return TIME.format(time.atOffset(ZoneOffset.UTC)) + "-"
                + HexFormat.of().toHexDigits((short) random.nextInt(1 << 16));
    }

    /** Whether a text has the form of an id: whether it is one cannot be told. */
    public static boolean isOne(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isDigit = c >= '0' && c <= '9';
            boolean fits = switch (FORM.charAt(i)) {
                case '9' -> isDigit;
                case 'f' -> isDigit || c >= 'a' && c <= 'f';
                default -> c == FORM.charAt(i);
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** The time of an id, to the millisecond; nothing if it is none of ours. */
    public static Optional<Instant> timeOf(String id) {
        try {
            return Optional.of(LocalDateTime.parse(id.substring(0, Math.max(0, id.indexOf('-'))), TIME)
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
