package loom.aml.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import loom.aml.store.ClockVerdict;
import loom.aml.store.log.TimedId;

/**
 * What {@code backup auto} keeps to.
 *
 * @param fullEvery a new generation begins when the newest one is this old
 * @param rotation which snapshots are worth keeping
 */
public record BackupPolicy(Duration fullEvery, RotationPolicy rotation) {
    public static final BackupPolicy DEFAULT = new BackupPolicy(Duration.ofDays(7), RotationPolicy.DEFAULT);

    /** The increments of a generation build on each other: beyond this many a restore takes longer than it need. */
    private static final int LONGEST_CHAIN = 1000;

    public BackupPolicy {
        if (fullEvery.isNegative()) {
            throw new IllegalArgumentException("a full backup cannot be due every " + fullEvery);
        }
    }

    /**
     * Whether a new generation is due. One that began in the future says nothing of its age.
     *
     * @param generation the id of the newest one
     * @param segments segments in it
     */
    boolean isFullDue(Optional<String> generation, int segments, Instant now) {
        Optional<Instant> began = generation.flatMap(TimedId::timeOf);
        return began.isEmpty()
                || ClockVerdict.isAhead(began.get(), now)
                || segments > LONGEST_CHAIN
                || !began.get().plus(fullEvery).isAfter(now);
    }
}
