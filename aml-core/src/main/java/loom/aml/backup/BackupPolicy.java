package loom.aml.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import loom.aml.store.ClockVerdict;
import loom.aml.store.log.TimedId;

/**
 * The policy of {@code backup auto}.
 *
 * @param fullEvery the age of the newest generation at which a new one starts
 * @param rotation which snapshots are kept
 */
public record BackupPolicy(Duration fullEvery, RotationPolicy rotation) {
    public static final BackupPolicy DEFAULT = new BackupPolicy(Duration.ofDays(7), RotationPolicy.DEFAULT);

    /**
     * The maximum number of increments in a generation: each one builds on those before it, so a longer chain slows down
     * restores.
     */
    private static final int LONGEST_CHAIN = 1000;

    public BackupPolicy {
        if (fullEvery.isNegative()) {
            throw new IllegalArgumentException("a full backup cannot be due every " + fullEvery);
        }
    }

    /**
     * Returns whether a new generation is due. It also is if the newest one is dated in the future, because its age is unknown.
     *
     * @param generation the id of the newest generation
     * @param segments the number of segments in it
     */
    boolean isFullDue(Optional<String> generation, int segments, Instant now) {
        Optional<Instant> began = generation.flatMap(TimedId::timeOf);
        return began.isEmpty()
                || ClockVerdict.isAhead(began.get(), now)
                || segments > LONGEST_CHAIN
                || !began.get().plus(fullEvery).isAfter(now);
    }
}
