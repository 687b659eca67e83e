package loom.aml.prune;

import java.time.Duration;

/**
 * Validates thresholds. Separate from {@link PrunePolicy} because its default is built from validated parts, which must
 * exist first.
 */
final class Thresholds {
    private Thresholds() {}

    static void requireAge(String name, Duration age) {
        if (age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException(name + " must be positive: " + age);
        }
    }

    static void requireShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to 1: " + share);
        }
    }
}
