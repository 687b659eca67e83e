package loom.aml.sample;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import loom.aml.item.ItemKind;
import loom.aml.store.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What a planted item is, and what the default policies are to make of it. Each differs from all others in one respect only,
 * by a margin of days or of 0.02, so that there is one right outcome.
 */
public enum Label {
    /** Nothing is wrong with it; kept by the aggressive policy too. */
    FRESH(Outcome.KEPT),
    /** A pattern unused for over 90 days. */
    STALE("time_based", Reason.UNUSED_TOO_LONG),
    /** A solution older than 365 days. */
    OUTDATED("time_based", Reason.OUTDATED_SOLUTION),
    /** A decision older than 180 days. */
    EXPIRED("time_based", Reason.UNUSED_TOO_LONG),
    /** A pattern that succeeds in 20 to 30 % of many executions, created over 30 days ago. */
    FAILED("time_based", Reason.LOW_SUCCESS_RATE),
    /** A young pattern that succeeds in less than 20 % of many executions. */
    LOW_SUCCESS("performance_based", Reason.LOW_SUCCESS_RATE),
    /** A pattern that hardly anybody trusts. */
    LOW_CONFIDENCE("performance_based", Reason.LOW_CONFIDENCE),
    /** A solution that did not work, or a decision that nobody would take again. */
    NEGATIVE("performance_based", Reason.NEGATIVE_OUTCOME),
    /** A pattern that fails, but was executed too seldom to be judged. */
    FEW_EXECUTIONS(Outcome.KEPT),
    /** A second item of an id, used less and earlier than the first, or the same to the byte. */
    DUPLICATED(Outcome.COLLECTED),
    /** The same as a fresh item under another id. */
    IDENTICAL(Outcome.KEPT),
    /** Nearly the same as a fresh item under another id. */
    NEAR_DUPLICATED(Outcome.KEPT),
    /** Without a date that can be read. */
    UNDATED(Outcome.KEPT),
    /** Dated in the future. */
    FUTURE(Outcome.KEPT),
    /** Without an id, an agent, or a timestamp. */
    BROKEN(Outcome.COLLECTED);

    /** What becomes of an item. */
    public enum Outcome {
        KEPT,
        PRUNED,
        COLLECTED
    }

    /** A label and how many in a thousand rotten items of a kind carry it. */
    record Share(Label label, int perMille) {}

    private static final Map<ItemKind, List<Share>> SHARES = new EnumMap<>(Map.of(
            ItemKind.PATTERN,
            List.of(
                    new Share(STALE, 300),
                    new Share(FAILED, 80),
                    new Share(LOW_SUCCESS, 100),
                    new Share(LOW_CONFIDENCE, 80),
                    new Share(FEW_EXECUTIONS, 60),
                    new Share(DUPLICATED, 140),
                    new Share(IDENTICAL, 50),
                    new Share(NEAR_DUPLICATED, 70),
                    new Share(UNDATED, 40),
                    new Share(FUTURE, 30),
                    new Share(BROKEN, 50)),
            ItemKind.SOLUTION,
            List.of(
                    new Share(OUTDATED, 350),
                    new Share(NEGATIVE, 250),
                    new Share(DUPLICATED, 120),
                    new Share(IDENTICAL, 50),
                    new Share(NEAR_DUPLICATED, 80),
                    new Share(UNDATED, 50),
                    new Share(FUTURE, 40),
                    new Share(BROKEN, 60)),
            ItemKind.DECISION,
            List.of(
                    new Share(EXPIRED, 350),
                    new Share(NEGATIVE, 250),
                    new Share(DUPLICATED, 120),
                    new Share(IDENTICAL, 50),
                    new Share(NEAR_DUPLICATED, 80),
                    new Share(UNDATED, 50),
                    new Share(FUTURE, 40),
                    new Share(BROKEN, 60))));

    private final Outcome outcome;
    private final @Nullable String strategy;
    private final @Nullable Reason reason;

    Label(Outcome outcome) {
        this.outcome = outcome;
        this.strategy = null;
        this.reason = null;
    }

    Label(String strategy, Reason reason) {
        this.outcome = Outcome.PRUNED;
        this.strategy = strategy;
        this.reason = reason;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Outcome outcome() {
        return outcome;
    }

    /** The strategy that prunes it; null unless one does. */
    public @Nullable String strategy() {
        return strategy;
    }

    /** Why it is pruned; null unless it is. */
    public @Nullable Reason reason() {
        return reason;
    }

    /** Whether an item of this label is made from a fresh one before it. */
    boolean needsOriginal() {
        return this == DUPLICATED || this == IDENTICAL || this == NEAR_DUPLICATED;
    }

    /** The label of a rotten item, drawn by a number from 0 to 999. */
    static Label rotten(ItemKind kind, int drawn) {
        int left = drawn;
        List<Share> shares = SHARES.getOrDefault(kind, List.of());
        for (Share share : shares) {
            left -= share.perMille;
            if (left < 0) {
                return share.label;
            }
        }
        throw new IllegalStateException("the shares of a kind add up to 1000");
    }
}
