package loom.aml.store.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Ids that start with the time, such as {@code 20261123T040000.120Z-3f9a}: they sort by age and are readable for people.
 */
public final class TimedId {
    /** Loaded only if an id is created: reading ids does not need a formatter. */
    private static final class Writing {
        static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'");
    }

    /** The pattern of an id: 9 stands for a decimal digit, f for a hexadecimal digit. */
    private static final String FORM = "99999999T999999.999Z-ffff";

    /** The number of characters before the dash. */
    private static final int TIME_LENGTH = 20;

    private TimedId() {}

    /** Returns an id with the given time; its last four digits are random. */
    public static String of(Instant time, RandomGenerator random) {
        return Writing.TIME.format(time.atOffset(ZoneOffset.UTC)) + "-"
                + HexFormat.of().toHexDigits((short) random.nextInt(1 << 16));
    }

    /** Returns whether a text has the form of an id; its time may still be invalid. */
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
     * Returns the time of an id, to the millisecond; empty if it is not a valid id. The digits are parsed here, because
     * commands read many ids and the first use of a formatter is slow.
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
