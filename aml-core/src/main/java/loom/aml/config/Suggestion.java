package loom.aml.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests a correction for a mistyped word: the nearest word by edit distance (Levenshtein), if near enough. */
public final class Suggestion {
    private Suggestion() {}

    /** Returns the word that was probably meant. */
    public static Optional<String> to(String word, Collection<String> words) {
        return words.stream()
                .distinct()
                .filter(candidate -> distance(word, candidate) <= Math.max(1, candidate.length() * 2 / 5))
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    static int distance(String one, String other) {
        int[] last = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] next = new int[other.length() + 1];
            next[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                next[j] = Math.min(Math.min(next[j - 1], last[j]) + 1, last[j - 1] + change);
            }
            last = next;
        }
        return last[other.length()];
    }
}
