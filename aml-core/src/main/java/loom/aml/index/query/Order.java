package loom.aml.index.query;

import java.util.Locale;

/** What comes first. Among equals the last used comes first, then the order of agents and kinds. */
public enum Order {
    /** What matches the words best, by BM25; without words, what is both trusted and successful. */
    RELEVANCE,
    /** What is trusted most. */
    CONFIDENCE,
    /** What succeeded most often. */
    SUCCESS,
    /** What was used last, or else recorded last. */
    RECENCY,
    /** What has the highest value score. */
    WEIGHT;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
