package loom.aml.index.text;

import java.util.Locale;

/**
 * Removes differences of case by Unicode's full case folding: {@code GRÖSSE} and {@code größe}, {@code ΟΔΟΣ} and {@code
 * οδός}, {@code K} (the Kelvin sign) and {@code k} become equal. The four letters i of Turkish become one, so that
 * {@code istanbul} matches {@code İSTANBUL} and {@code ISTANBUL}.
 */
public final class Folding {
    private static final int DOTTED_CAPITAL_I = 0x130;

    private Folding() {}

    /** Returns the form in which a text is compared. */
    public static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        char[] letters = new char[MOST];
        int p = 0;
        while (p < text.length()) {
            int point = text.codePointAt(p);
            folded.append(letters, 0, fold(point, letters));
            p += Character.charCount(point);
        }
        return folded.toString();
    }

    /** The maximum number of characters that one character can become. */
    static final int MOST = 6;

    /** Writes the folded form of a character; returns its length. */
    static int fold(int point, char[] into) {
        if (point < 0x80) {
            into[0] = (char) (point >= 'A' && point <= 'Z' ? point | 0x20 : point);
            return 1;
        }
        if (point == DOTTED_CAPITAL_I) {
            into[0] = 'i';
            return 1;
        }
        int lower = Character.toLowerCase(Character.toUpperCase(point));
        if (Character.isLowerCase(lower) && Character.toUpperCase(lower) == lower) {
            return expanded(lower, into);
        }
        return Character.toChars(lower, into, 0);
    }

    /** Lower case letters without a single capital may expand to several letters, such as {@code ß} to {@code SS}. */
    private static int expanded(int point, char[] into) {
        String capitals = Character.toString(point).toUpperCase(Locale.ROOT);
        int length = 0;
        for (int p = 0; p < capitals.length(); p += Character.charCount(capitals.codePointAt(p))) {
            length += Character.toChars(Character.toLowerCase(capitals.codePointAt(p)), into, length);
        }
        return length;
    }
}
