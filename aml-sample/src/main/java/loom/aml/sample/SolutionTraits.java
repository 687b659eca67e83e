package loom.aml.sample;

/**
 * The fields of a solution that rules read, drawn so that only its label applies.
 *
 * @param recordedMs when it was recorded, in milliseconds since 1970
 * @param worked whether it worked
 * @param verified the number of its confirmations
 */
record SolutionTraits(long recordedMs, boolean worked, int verified) {
    private static final int FRESH_DAYS = 340;
    private static final int MANY_TIMES = 40;

    static SolutionTraits draw(Label label, Draws draws, long nowMs) {
        long recorded = nowMs - Age.draw(draws, 0, FRESH_DAYS);
        int verified = (int) draws.skewed(0, MANY_TIMES);
        return switch (label) {
            case OUTDATED -> new SolutionTraits(nowMs - Age.draw(draws, 375, 1_400), true, verified);
            case NEGATIVE -> new SolutionTraits(recorded, false, verified);
            case FUTURE -> new SolutionTraits(nowMs + Age.draw(draws, 10, 400), true, verified);
            case FRESH, DUPLICATED, IDENTICAL, NEAR_DUPLICATED, UNDATED, BROKEN ->
                new SolutionTraits(recorded, true, verified);
            case STALE, EXPIRED, FAILED, LOW_SUCCESS, LOW_CONFIDENCE, FEW_EXECUTIONS ->
                throw new IllegalArgumentException("no solution is " + label.word());
        };
    }

    /** Returns the same solution, confirmed less often and recorded earlier. */
    SolutionTraits lessUsed(Draws draws) {
        return new SolutionTraits(recordedMs - Age.draw(draws, 1, 5), worked, verified - draws.below(verified + 1));
    }
}
