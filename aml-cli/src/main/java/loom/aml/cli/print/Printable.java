package loom.aml.cli.print;

/**
 * Text from a store as it may be shown: names and ids are anybody's, so what commands a terminal, or turns the direction of the
 * text around it, must not reach one.
 */
public final class Printable {
    private Printable() {}

    /** Text on one line. */
    public static String of(String text) {
        return shown(text, false);
    }

    /** Text that may be of several lines. */
    public static String lines(String text) {
        return shown(text, true);
    }

    private static String shown(String text, boolean hasLines) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (hasLines && point == '\n') {
                shown.append('\n');
            } else if (Character.isISOControl(point)) {
                shown.append(String.format("\\x%02x", point));
            } else if (breaksOrTurns(point)) {
                shown.append(String.format("\\u%04x", point));
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }

    /** Line and paragraph separators, the marks of direction, and halves of characters. */
    private static boolean breaksOrTurns(int point) {
        return point == 0x200e
                || point == 0x200f
                || point == 0x61c
                || point >= 0x2028 && point <= 0x202e
                || point >= 0x2066 && point <= 0x2069
                || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
