package loom.aml.recall;

import java.util.OptionalDouble;

/**
 * How a cache served.
 *
 * @param hits items that were at hand
 * @param misses items that had to be read
 * @param evictions items that made room for others
 * @param items items that are at hand
 * @param bytes what these take in memory
 */
public record CacheStatistics(long hits, long misses, long evictions, long items, long bytes) {

    /** The share of items that were at hand, 0 to 1; nothing before the first was asked for. */
    public OptionalDouble hitRate() {
        return hits + misses == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) hits / (hits + misses));
    }
}
