package loom.aml.server.feature;

import java.time.Duration;

/**
 * How long, and for whom, a client may cache a result.
 *
 * @param ttl how long the result is considered fresh
 * @param shared whether the result is the same for all users
 */
public record CacheHint(Duration ttl, boolean shared) {
    /** The result must not be reused. */
    public static final CacheHint NONE = new CacheHint(Duration.ZERO, false);

    public CacheHint {
        if (ttl.isNegative()) {
            throw new IllegalArgumentException("negative time to live: " + ttl);
        }
    }
}
