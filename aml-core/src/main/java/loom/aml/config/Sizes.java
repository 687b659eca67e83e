package loom.aml.config;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * Parses and prints sizes such as {@code 80MiB}, {@code 1.5GB} and {@code 512KiB}. kB, MB, GB and TB are powers of
 * 1,000; KiB, MiB, GiB and TiB are powers of 1,024; a bare number is in bytes.
 */
final class Sizes {
    private static final String[] UNITS = {"TB", "GB", "MB", "kB", "TiB", "GiB", "MiB", "KiB", "B"};
    private static final long[] BYTES = {
        1_000_000_000_000L, 1_000_000_000, 1_000_000, 1_000, 1L << 40, 1L << 30, 1L << 20, 1L << 10, 1
    };

    private Sizes() {}

    /**
     * Parses a size in bytes.
     *
     * @throws IllegalArgumentException if the text is not a size
     */
    static long parse(String text) {
        String stripped = text.strip();
        int end = 0;
        while (end < stripped.length() && (Character.isDigit(stripped.charAt(end)) || stripped.charAt(end) == '.')) {
            end++;
        }
        long unit = unit(stripped.substring(end).strip());
        if (unit == 0) {
            throw new IllegalArgumentException("not a size: " + text);
        }
        try {
            return new BigDecimal(stripped.substring(0, end))
                    .multiply(BigDecimal.valueOf(unit))
                    .longValueExact();
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("not a whole number of bytes: " + text, e);
        }
    }

    private static long unit(String word) {
        if (word.isEmpty()) {
            return 1;
        }
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].toLowerCase(Locale.ROOT).equals(word.toLowerCase(Locale.ROOT))) {
                return BYTES[i];
            }
        }
        return 0;
    }

    /** Returns the size as a whole number of the first possible unit; decimal units come before binary ones. */
    static String print(long bytes) {
        for (int i = 0; i < UNITS.length - 1; i++) {
            if (bytes > 0 && bytes % BYTES[i] == 0) {
                return bytes / BYTES[i] + UNITS[i];
            }
        }
        return bytes + "B";
    }
}
