package loom.aml.index.query;

import java.util.Locale;

/** What of an item is asked for by bounds. An item that does not have it lies within none. */
public enum NumericField {
    /** How far a pattern is trusted, 0 to 1. */
    CONFIDENCE,
    /** Share of the executions of a pattern that succeeded, 0 to 1. */
    SUCCESS,
    /** How often a pattern was executed. */
    EXECUTIONS,
    /** The value score of a pattern, 0 to 1. */
    WEIGHT;

    /** As it stands in a query: {@code confidence}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
