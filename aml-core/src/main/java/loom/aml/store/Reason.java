package loom.aml.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The reason for a removal from a collection. The words are those of the reference tool, except for the last six,
 * which it does not have.
 */
public enum Reason {
    UNUSED_TOO_LONG,
    LOW_SUCCESS_RATE,
    LOW_CONFIDENCE,
    NEGATIVE_OUTCOME,
    OUTDATED_SOLUTION,
    MEMORY_LIMIT_EXCEEDED,
    FAILED_VALIDATION,
    MANUAL_DELETION,
    DUPLICATE,
    EMPTY_COLLECTION,
    LEFTOVER,
    RETURNED,
    MOVED,
    NOT_IN_SNAPSHOT;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the reason with this {@link #word}; empty if this version of aml does not know it. */
    public static Optional<Reason> ofWord(String word) {
        return Arrays.stream(values())
                .filter(reason -> reason.word().equals(word))
                .findFirst();
    }
}
