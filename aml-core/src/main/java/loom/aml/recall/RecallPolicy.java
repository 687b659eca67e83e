package loom.aml.recall;

import java.time.Duration;

/**
 * Configures the cache.
 *
 * @param cacheBytes maximum size of the cached items in memory
 * @param noticedWithin maximum age of the listing of the store; changes by others become visible within this time
 * @param warming which items to load when the cache is warmed
 */
public record RecallPolicy(long cacheBytes, Duration noticedWithin, Warming warming) {

    public static final RecallPolicy DEFAULT =
            new RecallPolicy(10_000_000, Duration.ofMillis(500), new Warming(0.7, 0.7, 0.8));

    /**
     * Selects items to load before they are requested.
     *
     * @param minConfidence minimum confidence, 0 to 1
     * @param minSuccess minimum success rate, 0 to 1
     * @param fill maximum share of the cache for these items, 0 to 1
     */
    public record Warming(double minConfidence, double minSuccess, double fill) {
        public Warming {
            if (!isShare(minConfidence) || !isShare(minSuccess) || !isShare(fill)) {
                throw new IllegalArgumentException("warming thresholds must be from 0 to 1");
            }
        }

        private static boolean isShare(double value) {
            return value >= 0 && value <= 1;
        }
    }

    public RecallPolicy {
        if (cacheBytes < 0 || noticedWithin.isNegative()) {
            throw new IllegalArgumentException("cache size and time must not be negative");
        }
    }

    public RecallPolicy withCacheBytes(long bytes) {
        return new RecallPolicy(bytes, noticedWithin, warming);
    }

    public RecallPolicy withNoticedWithin(Duration time) {
        return new RecallPolicy(cacheBytes, time, warming);
    }

    /** Returns the maximum number of bytes that warming loads. */
    public long warmBytes() {
        return (long) (cacheBytes * warming.fill());
    }
}
