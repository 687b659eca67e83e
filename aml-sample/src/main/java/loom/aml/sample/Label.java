package loom.aml.sample;

import java.util.Locale;
import loom.aml.store.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The label of a planted item, with the expected outcome under the default policies of prune (by age and performance)
 * and gc, in any order. Each item differs from a fresh one only as its label says, and differs from every threshold by
 * days or by 0.02, so the outcome is stable for days. Labels do not cover pruning by space, which starts when an agent
 * exceeds its limit, by default at some 60,000 items.
 */
public enum Label {
    /** A good item, which the aggressive policy keeps, too. */
    FRESH(Outcome.KEPT),

    /** A pattern unused for over 90 days. */
    STALE("time_based", Reason.UNUSED_TOO_LONG),

    /** A solution older than 365 days that worked, without recorded use. */
    OUTDATED(Outcome.KEPT),

    /** A decision older than 180 days. */
    EXPIRED("time_based", Reason.UNUSED_TOO_LONG),

    /**
     * A pattern created over 30 days ago and still in use, of whose executions, three or more, 20 to 30 % succeeded.
     */
    FAILED("time_based", Reason.LOW_SUCCESS_RATE),

    /** A young pattern of whose executions, three or more, less than 20 % succeeded. */
    LOW_SUCCESS("performance_based", Reason.LOW_SUCCESS_RATE),

    /** A pattern with a confidence below 0.15 after three executions or more. */
    LOW_CONFIDENCE("performance_based", Reason.LOW_CONFIDENCE),

    /** A solution that did not work; a decision that would not be repeated, or with mean success metrics below 0.5. */
    NEGATIVE("performance_based", Reason.NEGATIVE_OUTCOME),

    /** A young pattern that failed, but was executed less than three times. */
    FEW_EXECUTIONS(Outcome.KEPT),

    /** A second item with the agent, kind and id of a fresh one: used less and earlier, or identical. */
    DUPLICATED(Outcome.COLLECTED, "duplicates", Reason.DUPLICATE),

    /** The same content as a fresh item of its file, with another id. Reported. */
    IDENTICAL(Outcome.KEPT),

    /** The same content as a fresh item of its file except for one or two words, with another id. */
    NEAR_DUPLICATED(Outcome.KEPT),

    /** All of its dates are unreadable text. Reported. */
    UNDATED(Outcome.KEPT),

    /** All of its dates are in the future. */
    FUTURE(Outcome.KEPT),

    /** Its id, agent or timestamp is missing, null, or empty. */
    BROKEN(Outcome.COMPLETED);

    /** The outcome of an item. */
    public enum Outcome {
        /** No rule removes it. */
        KEPT,

        /** Prune removes it. */
        PRUNED,

        /** Gc removes it. */
        COLLECTED,

        /** Gc adds missing fields; no rule removes it. */
        COMPLETED;

        /** Returns the name in reports: {@code kept}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Outcome outcome;
    private final @Nullable String strategy;
    private final @Nullable Reason reason;

    Label(Outcome outcome) {
        this.outcome = outcome;
        this.strategy = null;
        this.reason = null;
    }

    Label(String strategy, Reason reason) {
        this(Outcome.PRUNED, strategy, reason);
    }

    Label(Outcome outcome, String strategy, Reason reason) {
        this.outcome = outcome;
        this.strategy = strategy;
        this.reason = reason;
    }

    /** Returns the name in reports and label files: {@code low_success}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Outcome outcome() {
        return outcome;
    }

    /**
     * Returns the strategy or step that removes it, as in {@link loom.aml.store.Cause#strategy}; null if it is kept.
     */
    public @Nullable String strategy() {
        return strategy;
    }

    /** Returns the reason of its removal; null if it is kept. */
    public @Nullable Reason reason() {
        return reason;
    }

    /** Returns whether an item of this label is a copy of an earlier fresh one. */
    boolean isCopy() {
        return this == DUPLICATED || this == IDENTICAL || this == NEAR_DUPLICATED;
    }
}
