package loom.aml.index.query;

import java.util.Locale;

/** The fields that are searched by bounds. An item without the field is within no bounds. */
public enum NumericField {
    /** The confidence in a pattern, 0 to 1. */
    CONFIDENCE,
    /** The share of successful executions of a pattern, 0 to 1. */
    SUCCESS,
    /** The number of executions of a pattern. */
    EXECUTIONS,
    /** The value score of a pattern, 0 to 1. */
    WEIGHT;

    /** Returns the name in a query: {@code confidence}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
