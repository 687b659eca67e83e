package loom.aml.item;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Escapes raw control characters in strings, in the window of a scanner. */
final class RawCharacters {
    private static final int SLACK = 64 << 10;

    private final JsonScanner scanner;

    RawCharacters(JsonScanner scanner) {
        this.scanner = scanner;
    }

    /** Escapes all raw control characters from a position inside a string to its end or to the end of the window. */
    void escapeFrom(int at) {
        int end = at;
        ByteArrayOutputStream escaped = new ByteArrayOutputStream();
        while (end < scanner.limit && scanner.text[end] != '"') {
            byte b = scanner.text[end];
            if (b == '\\' && end + 1 < scanner.limit && (scanner.text[end + 1] & 0xff) >= ' ') {
                escaped.write(b);
                end++;
                escaped.write(scanner.text[end]);
            } else if ((b & 0xff) < ' ') {
                escaped.writeBytes(escape(b));
            } else {
                escaped.write(b);
            }
            end++;
        }
        replace(at, end, escaped.toByteArray());
    }

    private static byte[] escape(byte b) {
        String escape = switch (b) {
            case '\b' -> "\\b";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\f' -> "\\f";
            case '\r' -> "\\r";
            default -> "\\u00" + HexFormat.of().toHexDigits(b);
        };
        return escape.getBytes(StandardCharsets.US_ASCII);
    }

    private void replace(int from, int to, byte[] by) {
        byte[] text = scanner.text;
        int limit = scanner.limit + by.length - (to - from);
        byte[] wide = limit + JsonScanner.PADDING <= text.length ? text : new byte[limit + SLACK + JsonScanner.PADDING];
        System.arraycopy(text, to, wide, from + by.length, scanner.limit - to);
        if (wide != text) {
            System.arraycopy(text, 0, wide, 0, from);
        }
        System.arraycopy(by, 0, wide, from, by.length);
        for (int i = limit; i < limit + JsonScanner.PADDING; i++) {
            wide[i] = 0;
        }
        scanner.text = wide;
        scanner.limit = limit;
    }
}
