package loom.aml.item;

/** Tells of which types the values of a list or an object are. */
public final class ValueTypes {
    private ValueTypes() {}

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
