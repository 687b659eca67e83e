package loom.aml.sample;

import java.time.Duration;

/** Draws ages of items. Recent ages are far more frequent. */
final class Age {
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    /** The minimum age is a minute, so that all times are before the present. */
    private static final long LEAST_MS = Duration.ofMinutes(1).toMillis();

    private Age() {}

    /** Returns an age within a range of days, in milliseconds. */
    static long draw(Draws draws, int fromDays, int toDays) {
        return draws.skewed(Math.max(LEAST_MS, fromDays * DAY_MS), toDays * DAY_MS);
    }
}
