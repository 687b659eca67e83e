package loom.aml.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why an item left a collection. The words are the seed's, but for the last five, which it had no words for. */
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
    NOT_IN_SNAPSHOT;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the reason that {@link #word} named; empty if this version of aml does not know it. */
    public static Optional<Reason> ofWord(String word) {
        return Arrays.stream(values())
                .filter(reason -> reason.word().equals(word))
                .findFirst();
    }
}
