package loom.aml.storage;

import java.time.Duration;

/**
 * On what terms a lease is taken.
 *
 * @param owner what it is taken for, with its article left out: {@code backup or restore}
 * @param duration how long the lease lasts without being renewed
 * @param patience how long to wait for another holder
 */
public record LeaseTerms(String owner, Duration duration, Duration patience) {

    /** Shorter than the time for which commands wait by default, so that they outlast the lease of a host that crashed. */
    private static final Duration DEFAULT = Duration.ofSeconds(30);

    public LeaseTerms {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("a lease has to last: " + duration);
        }
    }

    /** Returns terms with the usual duration. */
    public static LeaseTerms of(String owner, Duration patience) {
        return new LeaseTerms(owner, DEFAULT, patience);
    }
}
