package loom.aml.sample;

/**
 * The fields of a pattern that rules read, drawn so that only its label applies.
 *
 * @param createdMs when it was recorded, in milliseconds since 1970
 * @param lastUsedMs when it was last used, in milliseconds since 1970
 * @param success the share of its executions that succeeded, in ten-thousandths
 * @param executions the number of its executions
 * @param confidence its confidence, in ten-thousandths
 */
record PatternTraits(long createdMs, long lastUsedMs, int success, int executions, int confidence) {

    /**
     * The aggressive policy removes patterns after 60 days. Copies were last used up to five days earlier than these.
     */
    private static final int FRESH_DAYS = 45;

    private static final int MANY_EXECUTIONS = 400;

    static PatternTraits draw(Label label, Draws draws, long nowMs) {
        long lastUsed = nowMs - Age.draw(draws, 0, FRESH_DAYS);
        long created = lastUsed - Age.draw(draws, 0, 300);
        int success = draws.between(3_500, 9_900);
        int executions = (int) draws.skewed(0, MANY_EXECUTIONS);
        int confidence = draws.between(2_000, 9_800);
        switch (label) {
            case STALE -> {
                lastUsed = nowMs - Age.draw(draws, 97, 700);
                created = lastUsed - Age.draw(draws, 0, 300);
            }
            case FAILED -> {
                created = nowMs - Age.draw(draws, FRESH_DAYS, 400);
                success = draws.between(2_200, 2_800);
                executions = proven(draws);
            }
            case LOW_SUCCESS -> {
                created = nowMs - Age.draw(draws, 2, 22);
                lastUsed = created + draws.skewed(0, nowMs - created);
                success = draws.between(0, 1_800);
                executions = proven(draws);
            }
            case LOW_CONFIDENCE -> {
                confidence = draws.between(0, 1_300);
                executions = proven(draws);
            }
            case FEW_EXECUTIONS -> {
                created = nowMs - Age.draw(draws, 2, 22);
                lastUsed = created + draws.skewed(0, nowMs - created);
                success = draws.between(0, 1_800);
                executions = draws.between(0, 2);
            }
            case FUTURE -> {
                created = nowMs + Age.draw(draws, 10, 300);
                lastUsed = created + Age.draw(draws, 0, 60);
            }
            case FRESH, DUPLICATED, IDENTICAL, NEAR_DUPLICATED, UNDATED, BROKEN -> {
                // As drawn: the defects of these are not in their fields.
            }
            case OUTDATED, EXPIRED, NEGATIVE -> throw new IllegalArgumentException("no pattern is " + label.word());
        }
        return new PatternTraits(created, lastUsed, success, executions, confidence);
    }

    /** At least as many executions as a rule requires. */
    private static int proven(Draws draws) {
        return (int) draws.skewed(3, 90);
    }

    /** Returns the same pattern, used less and less recently. */
    PatternTraits lessUsed(Draws draws) {
        long earlier = Math.max(createdMs, lastUsedMs - Age.draw(draws, 1, 5));
        return new PatternTraits(createdMs, earlier, success, executions - draws.below(executions + 1), confidence);
    }
}
