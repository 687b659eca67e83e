package loom.aml.merge.text;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Finds the words that a text has in several cases: PGHOST and pghost are two things where both are mentioned. */
final class Capitals {
    private Capitals() {}

    /** Returns the words, in lower case, that occur in the text in several cases. */
    static Set<String> severalIn(String text) {
        Map<String, String> seen = new HashMap<>();
        Set<String> several = new HashSet<>();
        boolean hasCapital = false;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (Character.isLetter(c)) {
                hasCapital |= Character.isUpperCase(c);
                continue;
            }
            if (hasCapital) {
                String word = text.substring(from, i);
                String lower = EnglishForms.lower(word);
                String before = seen.putIfAbsent(lower, word);
                if (before == null ? hasWord(text, lower) : !before.equals(word)) {
                    several.add(lower);
                }
            }
            hasCapital = false;
            from = i + 1;
        }
        return several;
    }

    private static boolean hasWord(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean isWhole = (at == 0 || !Character.isLetter(text.charAt(at - 1)))
                    && (end == text.length() || !Character.isLetter(text.charAt(end)));
            if (isWhole) {
                return true;
            }
        }
        return false;
    }
}
