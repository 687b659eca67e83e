package loom.aml.notify.channel;

import loom.aml.io.Printable;

/**
 * Texts of alerts for messages. They contain names from the store, which anybody may have written: control characters are escaped, and
 * web addresses do not become links.
 */
final class PlainText {
    private static final String ELLIPSIS = "…";
    private static final String ZERO_WIDTH_SPACE = "\u200b";

    private PlainText() {}

    /**
     * Returns a text on one line.
     *
     * @param most the maximum number of characters
     */
    static String of(String text, int most) {
        return unlinked(cut(Printable.of(text), most));
    }

    private static String unlinked(String text) {
        return text.replace("://", ":" + ZERO_WIDTH_SPACE + "//")
                .replaceAll("(?i)\\bwww\\.", "www" + ZERO_WIDTH_SPACE + ".");
    }

    /** Returns the beginning of a text, with an ellipsis if it is longer. No surrogate pair is split. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + ELLIPSIS;
    }
}
