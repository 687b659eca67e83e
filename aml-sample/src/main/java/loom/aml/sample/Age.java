package loom.aml.sample;

import java.time.Duration;

/** How long ago something was. Recent things are far more frequent. */
final class Age {
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    /** What is not old at all is a minute old, so that it lies before the present. */
    private static final long LEAST_MS = Duration.ofMinutes(1).toMillis();

    private Age() {}

    /** An age between so many days, in milliseconds. */
    static long draw(Draws draws, int fromDays, int toDays) {
        return draws.skewed(Math.max(LEAST_MS, fromDays * DAY_MS), toDays * DAY_MS);
    }
}
