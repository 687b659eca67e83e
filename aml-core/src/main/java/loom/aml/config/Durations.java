package loom.aml.config;

import java.time.Duration;

/**
 * Parses and prints durations such as {@code 90d}, {@code 1h30m} and {@code 100ms}. The units are w, d, h, m (or min),
 * s and ms.
 */
final class Durations {
    private static final String[] UNITS = {"ms", "min", "s", "m", "h", "d", "w"};
    private static final long[] MILLIS = {1, 60_000, 1_000, 60_000, 3_600_000, 86_400_000, 604_800_000};
    private static final String[] PRINTED = {"d", "h", "m", "s"};
    private static final long[] PRINTED_MILLIS = {86_400_000, 3_600_000, 60_000, 1_000};

    private Durations() {}

    /**
     * Parses a duration.
     *
     * @param unit the unit of a bare number
     * @throws IllegalArgumentException if the text is not a duration
     */
    static Duration parse(String text, Duration unit) {
        String rest = text.strip();
        if (isDigits(rest)) {
            return unit.multipliedBy(number(rest, text));
        }
        long millis = 0;
        while (!rest.isEmpty() || millis == 0) {
            int digits = 0;
            while (digits < rest.length() && isDigit(rest.charAt(digits))) {
                digits++;
            }
            int letters = digits;
            while (letters < rest.length() && Character.isLetter(rest.charAt(letters))) {
                letters++;
            }
            long factor = factor(rest.substring(digits, letters));
            if (digits == 0 || factor == 0) {
                throw new IllegalArgumentException("not a duration: " + text);
            }
            try {
                millis = Math.addExact(millis, Math.multiplyExact(number(rest.substring(0, digits), text), factor));
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("too long: " + text, e);
            }
            rest = rest.substring(letters).strip();
            if (rest.isEmpty()) {
                break;
            }
        }
        return Duration.ofMillis(millis);
    }

    private static long factor(String unit) {
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(unit)) {
                return MILLIS[i];
            }
        }
        return 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> isDigit((char) c));
    }

    private static long number(String digits, String text) {
        // Every meaningful duration has fewer digits, and the sum of several must not overflow.
        if (digits.length() > 12) {
            throw new IllegalArgumentException("too long: " + text);
        }
        return Long.parseLong(digits);
    }

    /** Returns the shortest text that {@link #parse} reads as the same duration. */
    static String print(Duration duration) {
        long millis = duration.toMillis();
        if (millis > 0) {
            for (int i = 0; i < PRINTED.length; i++) {
                if (millis % PRINTED_MILLIS[i] == 0) {
                    return millis / PRINTED_MILLIS[i] + PRINTED[i];
                }
            }
        }
        return millis == 0 ? "0s" : millis + "ms";
    }
}
