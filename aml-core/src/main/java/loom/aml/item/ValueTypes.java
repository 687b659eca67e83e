package loom.aml.item;

import java.nio.charset.StandardCharsets;

/**
 * Tells of which type a value is, and of which types the values of a list or an object are. Asked of every item by every check of a
 * store, so it looks at bytes that the scanner found to be JSON and builds nothing.
 */
public final class ValueTypes {
    private static final int UUID_LENGTH = 36;

    private ValueTypes() {}

    /** Whether a field is a number, be it beyond any type. */
    public static boolean isNumber(Item item, Field field) {
        byte first = first(item, field);
        return first == '-' || isDigit(first);
    }

    /** Whether a field is true or false. */
    public static boolean isFlag(Item item, Field field) {
        byte first = first(item, field);
        return first == 't' || first == 'f';
    }

    /** Whether a field is a number below 1 as nearly all rates are spelled, {@code 0} or {@code 0.85}. There are other spellings. */
    public static boolean isFraction(Item item, Field field) {
        int start = item.scanner.start[field.ordinal()];
        if (start < 0 || item.scanner.text[start] != '0') {
            return false;
        }
        for (int p = start + 1; p < item.scanner.end[field.ordinal()]; p++) {
            byte b = item.scanner.text[p];
            if (b != '.' && !isDigit(b)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a field is a string of 8-4-4-4-12 hex digits. */
    public static boolean isUuid(Item item, Field field) {
        if (!item.isString(field)) {
            return false;
        }
        byte[] text = item.scanner.text;
        int from = item.scanner.start[field.ordinal()] + 1;
        int to = item.scanner.end[field.ordinal()] - 1;
        if (to - from != UUID_LENGTH) {
            // With escapes it takes more bytes than characters.
            String escaped = to - from > UUID_LENGTH ? item.text(field) : null;
            return escaped != null
                    && escaped.length() == UUID_LENGTH
                    && isUuid(escaped.getBytes(StandardCharsets.ISO_8859_1), 0);
        }
        return isUuid(text, from);
    }

    private static boolean isUuid(byte[] text, int from) {
        for (int i = 0; i < UUID_LENGTH; i++) {
            byte b = text[from + i];
            boolean isDash = i == 8 || i == 13 || i == 18 || i == 23;
            if (isDash ? b != '-' : !isHexDigit(b)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexDigit(byte b) {
        return isDigit(b) || (b >= 'a' && b <= 'f') || (b >= 'A' && b <= 'F');
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** The first byte of a value; 0 if the item has no such field. */
    private static byte first(Item item, Field field) {
        int start = item.scanner.start[field.ordinal()];
        return start < 0 ? 0 : item.scanner.text[start];
    }

    /** Whether a field is a list of nothing but strings. */
    public static boolean isListOfStrings(Item item, Field field) {
        return item.isArray(field) && all(item, field, true, false, false);
    }

    /** Whether a field is an object of nothing but numbers. */
    public static boolean isObjectOfNumbers(Item item, Field field) {
        return item.isObject(field) && all(item, field, false, true, false);
    }

    /** Whether a field is an object of nothing but strings, numbers, and true or false. */
    public static boolean isObjectOfScalars(Item item, Field field) {
        return item.isObject(field) && all(item, field, true, true, true);
    }

    private static boolean all(Item item, Field field, boolean strings, boolean numbers, boolean flags) {
        byte[] text = item.scanner.text;
        int end = item.scanner.end[field.ordinal()] - 1;
        boolean hasKeys = text[item.scanner.start[field.ordinal()]] == '{';
        int p = separators(text, item.scanner.start[field.ordinal()] + 1, end);
        while (p < end) {
            if (hasKeys) {
                p = separators(text, afterString(text, p), end);
            }
            byte first = text[p];
            boolean isNumber = first == '-' || (first >= '0' && first <= '9');
            boolean isFlag = first == 't' || first == 'f';
            if (!(first == '"' ? strings : isNumber ? numbers : isFlag && flags)) {
                return false;
            }
            p = separators(text, first == '"' ? afterString(text, p) : afterWord(text, p, end), end);
        }
        return true;
    }

    /** The position behind white space, commas and colons. */
    private static int separators(byte[] text, int from, int end) {
        int p = from;
        while (p < end && (text[p] <= ' ' && text[p] >= 0 || text[p] == ',' || text[p] == ':')) {
            p++;
        }
        return p;
    }

    private static int afterString(byte[] text, int quote) {
        int p = quote + 1;
        while (text[p] != '"') {
            p += text[p] == '\\' ? 2 : 1;
        }
        return p + 1;
    }

    private static int afterWord(byte[] text, int from, int end) {
        int p = from;
        while (p < end && text[p] > ' ' && text[p] != ',') {
            p++;
        }
        return p;
    }
}
