package loom.aml.merge.text;

/** The characters of which words consist where only their topic matters: letters and digits, without case. */
public final class WordCharacters {
    /** Those of ASCII, nearly all of them, are looked up: every character of a store is asked for. */
    private static final char[] ASCII = new char[128];

    static {
        for (char c = 0; c < ASCII.length; c++) {
            ASCII[c] = folded(c);
        }
    }

    private WordCharacters() {}

    private static char folded(char c) {
        return Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0;
    }

    /** Returns a letter in lower case, or a digit; 0 for every other character. */
    public static char of(char c) {
        return c < ASCII.length ? ASCII[c] : folded(c);
    }
}
