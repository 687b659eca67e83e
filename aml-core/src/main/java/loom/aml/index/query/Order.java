package loom.aml.index.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The sort order. Ties are broken by last use, most recent first, then by agent and kind. */
public enum Order {
    /** By BM25 of the words; without words, by confidence times success rate. */
    RELEVANCE,
    /** By confidence, highest first. */
    CONFIDENCE,
    /** By success rate, highest first. */
    SUCCESS,
    /** By last use, or else creation, most recent first. */
    RECENCY,
    /** By value score, highest first. */
    WEIGHT;

    /** Returns the order with a word; empty if the word is unknown. */
    public static Optional<Order> named(String word) {
        return Arrays.stream(values())
                .filter(order -> order.word().equals(word))
                .findFirst();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
