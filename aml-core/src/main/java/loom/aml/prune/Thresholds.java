package loom.aml.prune;

import java.time.Duration;

/**
 * Refuses thresholds that make no sense. Apart from {@link PrunePolicy}, for its parts must be able to be made before it: its
 * own default consists of theirs.
 */
final class Thresholds {
    private Thresholds() {}

    static void requireAge(String name, Duration age) {
        if (age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than nothing: " + age);
        }
    }

    static void requireShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to 1: " + share);
        }
    }
}
