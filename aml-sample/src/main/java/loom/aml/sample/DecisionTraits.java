package loom.aml.sample;

/**
 * The fields of a decision that rules read, drawn so that only its label applies.
 *
 * @param recordedMs when it was made, in milliseconds since 1970
 */
record DecisionTraits(long recordedMs, Verdict verdict) {

    /** The later evaluation of a decision. */
    enum Verdict {
        /** Not evaluated. */
        OPEN,
        /** Confirmed: it would be repeated, and every success metric is above 0.5. */
        GOOD,
        /** It would not be repeated, whatever the metrics. */
        REGRETTED,
        /** It would be repeated, but every success metric is below 0.5. */
        UNSUCCESSFUL
    }

    /** The aggressive policy removes decisions after 120 days. Copies are up to five days older than these. */
    private static final int FRESH_DAYS = 105;

    private static final int OPEN_PERCENT = 35;

    static DecisionTraits draw(Label label, Draws draws, long nowMs) {
        long recorded = nowMs - Age.draw(draws, 0, FRESH_DAYS);
        Verdict verdict = draws.percent(OPEN_PERCENT) ? Verdict.OPEN : Verdict.GOOD;
        return switch (label) {
            case EXPIRED -> new DecisionTraits(nowMs - Age.draw(draws, 190, 1_100), verdict);
            case NEGATIVE -> new DecisionTraits(recorded, draws.percent(50) ? Verdict.REGRETTED : Verdict.UNSUCCESSFUL);
            case FUTURE -> new DecisionTraits(nowMs + Age.draw(draws, 10, 400), verdict);
            case FRESH, DUPLICATED, IDENTICAL, NEAR_DUPLICATED, UNDATED, BROKEN ->
                new DecisionTraits(recorded, verdict);
            case STALE, OUTDATED, FAILED, LOW_SUCCESS, LOW_CONFIDENCE, FEW_EXECUTIONS ->
                throw new IllegalArgumentException("no decision is " + label.word());
        };
    }

    /** Returns the same decision, made earlier. */
    DecisionTraits lessUsed(Draws draws) {
        return new DecisionTraits(recordedMs - Age.draw(draws, 1, 5), verdict);
    }
}
