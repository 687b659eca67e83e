package loom.aml.sample;

import java.util.Locale;
import loom.aml.store.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What a planted item is, and what the default policies of pruning by age and by performance and of tidying are to make
 * of it, in whichever order they run. Each item differs from a fresh one in what its label says alone, and lies days,
 * or 0.02, away from every threshold, so there is one right outcome for days to come. Pruning for space knows no
 * labels: it begins when an agent exceeds its limit, by default with some 60,000 items.
 */
public enum Label {
    /** Nothing is wrong with it; kept by the aggressive policy too. */
    FRESH(Outcome.KEPT),

    /** A pattern unused for over 90 days. */
    STALE("time_based", Reason.UNUSED_TOO_LONG),

    /** A solution older than 365 days that worked, and whose use nobody recorded. */
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

    /** A solution that did not work; a decision that nobody would repeat, or with mean success metrics below 0.5. */
    NEGATIVE("performance_based", Reason.NEGATIVE_OUTCOME),

    /** A young pattern that failed, but was executed less than three times. */
    FEW_EXECUTIONS(Outcome.KEPT),

    /** A second item of a fresh one's agent, kind and id: used less and earlier, or the same to the byte. */
    DUPLICATED(Outcome.COLLECTED, "duplicates", Reason.DUPLICATE),

    /** The same as a fresh item of its file, under another id. Reported. */
    IDENTICAL(Outcome.KEPT),

    /** The same as a fresh item of its file but for one word or two, under another id. */
    NEAR_DUPLICATED(Outcome.KEPT),

    /** All of its dates are unreadable text. Reported. */
    UNDATED(Outcome.KEPT),

    /** All of its dates lie in the future. */
    FUTURE(Outcome.KEPT),

    /** Its id, agent or timestamp is missing, null, or empty. */
    BROKEN(Outcome.COMPLETED);

    /** What becomes of an item. */
    public enum Outcome {
        /** No rule takes it away. */
        KEPT,

        /** Pruning takes it away. */
        PRUNED,

        /** Tidying (gc) takes it away. */
        COLLECTED,

        /** Tidying (gc) adds what it lacks; no rule takes it away. */
        COMPLETED;

        /** As it is written in reports: {@code kept}. */
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

    /** As it is written in reports and label files: {@code low_success}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Outcome outcome() {
        return outcome;
    }

    /**
     * The strategy or step that takes it away, as {@link loom.aml.store.Cause#strategy} says it; null if it is kept.
     */
    public @Nullable String strategy() {
        return strategy;
    }

    /** Why it is taken away; null if it is kept. */
    public @Nullable Reason reason() {
        return reason;
    }

    /** Whether an item of this label is made from a fresh one that stands before it. */
    boolean isCopy() {
        return this == DUPLICATED || this == IDENTICAL || this == NEAR_DUPLICATED;
    }
}
