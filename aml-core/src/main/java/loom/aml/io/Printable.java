package loom.aml.io;

/**
 * Escapes text from a store for printing. Names and ids are untrusted, so terminal control sequences and bidirectional
 * controls must not reach a terminal. A byte that is not UTF-8 is printed as {@code \xe9}, an ASCII control character
 * as {@code \x1b}, and others as {@code \u202e}.
 */
public final class Printable {
    private Printable() {}

    /** Returns the text on one line. */
    public static String of(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point < 0x80 && Character.isISOControl(point)) {
                shown.append(String.format("\\x%02x", point));
            } else if (FileName.isByte(point)) {
                shown.append(String.format("\\x%02x", FileName.byteOf(point)));
            } else if (breaksOrTurns(point)) {
                shown.append(String.format("\\u%04x", point));
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }

    /** Returns the text with its line breaks and tabs; a carriage return is part of a line break. */
    public static String lines(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '\n';
            if (c == '\n' || c == '\t') {
                int end = c == '\n' && i > start && text.charAt(i - 1) == '\r' ? i - 1 : i;
                shown.append(of(text.substring(start, end)));
                if (i < text.length()) {
                    shown.append(c);
                }
                start = i + 1;
            }
        }
        return shown.toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns whether it is a non-ASCII control, a line or paragraph separator, a bidirectional control or a surrogate.
     */
    private static boolean breaksOrTurns(int point) {
        return Character.isISOControl(point)
                || point == 0x200e
                || point == 0x200f
                || point == 0x61c
                || point >= 0x2028 && point <= 0x202e
                || point >= 0x2066 && point <= 0x2069
                || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
