package loom.aml.server.feature;

import java.time.Duration;

/**
 * How long a client may use an answer again.
 *
 * @param ttl how long the answer is likely to be true
 * @param shared whether the answer is the same for every user
 */
public record CacheHint(Duration ttl, boolean shared) {
    /** The answer may be different the next time. */
    public static final CacheHint NONE = new CacheHint(Duration.ZERO, false);

    public CacheHint {
        if (ttl.isNegative()) {
            throw new IllegalArgumentException("negative time to live: " + ttl);
        }
    }
}
