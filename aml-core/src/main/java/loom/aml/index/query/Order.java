package loom.aml.index.query;

import java.util.Locale;

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

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
