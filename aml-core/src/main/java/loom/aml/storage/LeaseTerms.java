package loom.aml.storage;

import java.time.Duration;

/**
 * The terms of a lease.
 *
 * @param owner the purpose, without its article: {@code backup or restore}
 * @param duration the time until the lease expires if it is not renewed
 * @param patience the time to wait for another holder
 */
public record LeaseTerms(String owner, Duration duration, Duration patience) {

    /** Shorter than the default wait of commands, so that they outlast the lease of a host that crashed. */
    private static final Duration DEFAULT = Duration.ofSeconds(30);

    public LeaseTerms {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("the duration of a lease must be positive: " + duration);
        }
    }

    /** Returns terms with the default duration. */
    public static LeaseTerms of(String owner, Duration patience) {
        return new LeaseTerms(owner, DEFAULT, patience);
    }
}
