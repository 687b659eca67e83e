package loom.aml.config;

import java.math.BigDecimal;
import java.util.Locale;

/** Sizes as people write them: {@code 80MB}, {@code 1.5GB}, {@code 512KiB}. A kB is 1,000 bytes, a KiB 1,024; a bare number is bytes. */
final class Sizes {
    private static final String[] UNITS = {"TB", "GB", "MB", "kB", "TiB", "GiB", "MiB", "KiB", "B"};
    private static final long[] BYTES = {
        1_000_000_000_000L, 1_000_000_000, 1_000_000, 1_000, 1L << 40, 1L << 30, 1L << 20, 1L << 10, 1
    };
    private static final int DECIMAL_UNITS = 4;

    private Sizes() {}

    /**
     * Reads a size in bytes.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static long parse(String text) {
        String stripped = text.strip();
        int end = 0;
        while (end < stripped.length() && (Character.isDigit(stripped.charAt(end)) || stripped.charAt(end) == '.')) {
            end++;
        }
        long unit = unit(stripped.substring(end).strip());
        if (unit == 0) {
            throw new IllegalArgumentException("no size: " + text);
        }
        try {
            return new BigDecimal(stripped.substring(0, end))
                    .multiply(BigDecimal.valueOf(unit))
                    .longValueExact();
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("no size in whole bytes: " + text, e);
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

    /** The shortest writing in decimal units that {@link #parse} reads as the same. */
    static String print(long bytes) {
        for (int i = 0; i < DECIMAL_UNITS; i++) {
            if (bytes > 0 && bytes % BYTES[i] == 0) {
                return bytes / BYTES[i] + UNITS[i];
            }
        }
        return bytes + "B";
    }
}
