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
    /** Apart, for those who only read ids. */
    private static final class Writing {
        static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'");
    }

    /** A digit for each 9, a digit of sixteen for each f, and all else as it is. */
    private static final String FORM = "99999999T999999.999Z-ffff";

    /** The characters before the dash. */
    private static final int TIME_LENGTH = 20;

    private TimedId() {}

    /** An id of that time; its last four digits are drawn. */
    public static String of(Instant time, RandomGenerator random) {
        return Writing.TIME.format(time.atOffset(ZoneOffset.UTC)) + "-"
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

    /**
     * The time of an id, to the millisecond; empty if it is none of ours. Commands that only look read many of them, and the first use
     * of a formatter is slow, so the digits are read here.
     */
    public static Optional<Instant> timeOf(String id) {
        if (id.length() <= TIME_LENGTH || id.charAt(TIME_LENGTH) != '-' || !isTime(id)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.of(
                            number(id, 0, 4),
                            number(id, 4, 6),
                            number(id, 6, 8),
                            number(id, 9, 11),
                            number(id, 11, 13),
                            number(id, 13, 15),
                            1_000_000 * number(id, 16, 19))
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isTime(String id) {
        for (int i = 0; i < TIME_LENGTH; i++) {
            char c = id.charAt(i);
            char form = FORM.charAt(i);
            if (form == '9' ? c < '0' || c > '9' : c != form) {
                return false;
            }
        }
        return true;
    }

    private static int number(String id, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + (id.charAt(i) - '0');
        }
        return number;
    }
}
