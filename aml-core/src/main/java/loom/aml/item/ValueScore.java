package loom.aml.item;

/**
 * The value of a pattern, 0 to 1: 0.4 success + 0.3 confidence + 0.2 min(executions / 50, 1) + 0.1 min(ms saved / 1000,
 * 1). Source: the seed's space-based pruning.
 */
public final class ValueScore {
    private static final double MANY_EXECUTIONS = 50;
    private static final double MUCH_TIME_MS = 1_000;

    private ValueScore() {}

    /** Returns the score of a pattern; missing values count as 0. */
    public static double of(Item pattern) {
        return 0.4 * share(pattern.successRate().orElse(0))
                + 0.3 * share(pattern.confidence().orElse(0))
                + 0.2 * share(pattern.executions() / MANY_EXECUTIONS)
                + 0.1 * share(pattern.avgTimeSavedMs() / MUCH_TIME_MS);
    }

    private static double share(double value) {
        return Math.clamp(value, 0, 1);
    }
}
