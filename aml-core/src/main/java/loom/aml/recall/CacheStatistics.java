package loom.aml.recall;

import java.util.OptionalDouble;

/**
 * Statistics of a cache.
 *
 * @param hits number of items found in the cache
 * @param misses number of items read from the store
 * @param evictions number of items evicted for others
 * @param items number of cached items
 * @param bytes memory used by cached items
 */
public record CacheStatistics(long hits, long misses, long evictions, long items, long bytes) {

    /** Returns the share of items found in the cache, 0 to 1; empty before the first request. */
    public OptionalDouble hitRate() {
        return hits + misses == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) hits / (hits + misses));
    }
}
