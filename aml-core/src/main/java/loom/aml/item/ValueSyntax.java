package loom.aml.item;

import java.nio.charset.StandardCharsets;

/**
 * Checks the spelling of a field's value without decoding it, because every check of a store does so for every item.
 */
public final class ValueSyntax {
    private static final int UUID_LENGTH = 36;

    /** For each byte, whether it is a hex digit. */
    private static final boolean[] HEX_DIGITS = hexDigits();

    private ValueSyntax() {}

    private static boolean[] hexDigits() {
        boolean[] digits = new boolean[1 << Byte.SIZE];
        for (char digit : "0123456789abcdefABCDEF".toCharArray()) {
            digits[digit] = true;
        }
        return digits;
    }

    /**
     * Returns whether a field is a number below 1 in the usual spelling of rates, {@code 0} or {@code 0.85}. Other
     * spellings return false.
     */
    public static boolean isFraction(Item item, Field field) {
        byte[] text = item.scanner.text;
        int start = item.scanner.start[field.ordinal()];
        if (start < 0 || text[start] != '0') {
            return false;
        }
        int end = item.scanner.end[field.ordinal()];
        for (int p = start + 1; p < end; p++) {
            byte b = text[p];
            if (b != '.' && (b < '0' || b > '9')) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a field is a string of 8-4-4-4-12 hex digits. */
    public static boolean isUuid(Item item, Field field) {
        if (!item.isString(field)) {
            return false;
        }
        int from = item.scanner.start[field.ordinal()] + 1;
        int to = item.scanner.end[field.ordinal()] - 1;
        if (to - from != UUID_LENGTH) {
            // With escapes, the value has more bytes than characters.
            String escaped = to - from > UUID_LENGTH ? item.text(field) : null;
            return escaped != null
                    && escaped.length() == UUID_LENGTH
                    && isUuid(escaped.getBytes(StandardCharsets.ISO_8859_1), 0);
        }
        return isUuid(item.scanner.text, from);
    }

    private static boolean isUuid(byte[] text, int from) {
        return text[from + 8] == '-'
                && text[from + 13] == '-'
                && text[from + 18] == '-'
                && text[from + 23] == '-'
                && isHex(text, from, from + 8)
                && isHex(text, from + 9, from + 13)
                && isHex(text, from + 14, from + 18)
                && isHex(text, from + 19, from + 23)
                && isHex(text, from + 24, from + UUID_LENGTH);
    }

    private static boolean isHex(byte[] text, int from, int to) {
        boolean[] digits = HEX_DIGITS;
        for (int i = from; i < to; i++) {
            if (!digits[text[i] & 0xff]) {
                return false;
            }
        }
        return true;
    }
}
