package loom.aml.item;

import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;

/** Decodes single JSON values that a {@link JsonScanner} has validated. */
public final class JsonText {
    private static final int EXACT_DIGITS = 16;
    private static final double[] POWERS_OF_TEN = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private JsonText() {}

    /** Returns the characters of a string whose content, without its quotes, is {@code text[from, to)}. */
    public static String decode(byte[] text, int from, int to) {
        String raw = new String(text, from, to - from, StandardCharsets.UTF_8);
        int at = raw.indexOf('\\');
        if (at < 0) {
            return raw;
        }
        StringBuilder out = new StringBuilder(raw.length());
        int copied = 0;
        while (at >= 0) {
            out.append(raw, copied, at);
            char c = raw.charAt(at + 1);
            if (c == 'u') {
                out.append((char) Integer.parseInt(raw, at + 2, at + 6, 16));
                copied = at + 6;
            } else {
                out.append(
                        switch (c) {
                            case 'b' -> '\b';
                            case 'f' -> '\f';
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            default -> c;
                        });
                copied = at + 2;
            }
            at = raw.indexOf('\\', copied);
        }
        return out.append(raw, copied, raw.length()).toString();
    }

    /** Returns the number in {@code text[from, to)}; empty if it is not a number. */
    static OptionalDouble number(byte[] text, int from, int to) {
        byte first = text[from];
        if (first != '-' && (first < '0' || first > '9')) {
            return OptionalDouble.empty();
        }
        long digits = 0;
        int point = -1;
        for (int p = from; p < to; p++) {
            byte b = text[p];
            if (b == '.' && point < 0) {
                point = p;
            } else if (b < '0' || b > '9' || to - from > EXACT_DIGITS) {
                return OptionalDouble.of(
                        Double.parseDouble(new String(text, from, to - from, StandardCharsets.US_ASCII)));
            } else {
                digits = digits * 10 + b - '0';
            }
        }
        // Both operands are exact as doubles, so one division rounds like the standard conversion.
        return OptionalDouble.of(point < 0 ? digits : digits / POWERS_OF_TEN[to - point - 1]);
    }
}
