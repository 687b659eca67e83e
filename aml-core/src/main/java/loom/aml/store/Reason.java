package loom.aml.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The reason for a removal from a collection. The words are those of the reference tool, except for the last seven,
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
    MERGED,
    EMPTY_COLLECTION,
    LEFTOVER,
    RETURNED,
    MOVED,
    NOT_IN_SNAPSHOT;

    /** Returns whether such a removal is valid only beside another item that survives. */
    public boolean needsSurvivor() {
        return this == DUPLICATE || this == MERGED;
    }

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
