package loom.aml.recall;

import java.time.Duration;

/**
 * How items are kept at hand.
 *
 * @param cacheBytes what cached items may take in memory
 * @param noticedWithin how old what is known of the store may be; changes by others are seen within this
 * @param warming which items are worth having at hand from the first
 */
public record RecallPolicy(long cacheBytes, Duration noticedWithin, Warming warming) {

    public static final RecallPolicy DEFAULT =
            new RecallPolicy(10_000_000, Duration.ofMillis(500), new Warming(0.7, 0.7, 0.8));

    /**
     * Which items are loaded before anybody asks for them.
     *
     * @param minConfidence the least confidence, 0 to 1
     * @param minSuccess the least success rate, 0 to 1
     * @param fill the share of the cache that they may take, 0 to 1
     */
    public record Warming(double minConfidence, double minSuccess, double fill) {
        public Warming {
            if (!isShare(minConfidence) || !isShare(minSuccess) || !isShare(fill)) {
                throw new IllegalArgumentException("what is worth warming is told by shares from 0 to 1");
            }
        }

        private static boolean isShare(double value) {
            return value >= 0 && value <= 1;
        }
    }

    public RecallPolicy {
        if (cacheBytes < 0 || noticedWithin.isNegative()) {
            throw new IllegalArgumentException("neither a size nor a time is negative");
        }
    }

    public RecallPolicy withCacheBytes(long bytes) {
        return new RecallPolicy(bytes, noticedWithin, warming);
    }

    public RecallPolicy withNoticedWithin(Duration time) {
        return new RecallPolicy(cacheBytes, time, warming);
    }

    /** Bytes that warming may fill. */
    public long warmBytes() {
        return (long) (cacheBytes * warming.fill());
    }
}
