package loom.aml.index.text;

/** Tells signs, by which an item can be found if a query has nothing else: punctuation, symbols and emoji. */
public final class Symbols {
    private Symbols() {}

    /** Whether a character is a sign. */
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
                    // Emoji of a later Unicode than this JVM knows.
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> true;
            // Of the marks of this type only some are ASCII: ^ and `.
            case Character.MODIFIER_SYMBOL -> point < 0x80;
            default -> false;
        };
    }
}
