package loom.aml.index.text;

/**
 * Recognizes symbols, by which items can be found if a query has no words: punctuation, mathematical symbols and emoji.
 */
public final class Symbols {
    private Symbols() {}

    /** Returns whether a character is a symbol. */
    public static boolean isSign(int point) {
        return switch (Character.getType(point)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL,
                    Character.OTHER_SYMBOL,
                    // Emoji of a later Unicode version than this JVM supports.
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> true;
            // Of this category only the ASCII characters ^ and ` count.
            case Character.MODIFIER_SYMBOL -> point < 0x80;
            default -> false;
        };
    }
}
