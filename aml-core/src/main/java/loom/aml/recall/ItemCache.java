package loom.aml.recall;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.LongAdder;
import loom.aml.item.Fingerprint;
import loom.aml.item.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * Items that were asked for, bounded by the bytes that they take. What it keeps is a version of an item; whether that is still the
 * one of the store is for the caller to know. Safe for use by many threads.
 */
final class ItemCache {
    private final Cache<Key, RecalledItem> items;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder evictions = new LongAdder();

    /** What an item is asked for by. */
    record Key(String agent, ItemKind kind, String id) {
        static Key of(RecalledItem item) {
            return new Key(item.agent(), item.kind(), item.id());
        }
    }

    /**
     * @param bytes what the items may take
     */
    ItemCache(long bytes) {
        items = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .<Key, RecalledItem>weigher((_, item) -> item.weight())
                // What leaves, leaves at once: no pool of threads is needed, and none outlives its host.
                .executor(Runnable::run)
                .<Key, RecalledItem>evictionListener((_, _, _) -> evictions.increment())
                .build();
    }

    /** The item, if it is at hand in just this version; counted as a hit or a miss. */
    @Nullable
    RecalledItem get(Key key, Fingerprint version) {
        RecalledItem item = items.getIfPresent(key);
        if (item != null && item.fingerprint().equals(version)) {
            hits.increment();
            return item;
        }
        misses.increment();
        return null;
    }

    void put(RecalledItem item) {
        items.put(Key.of(item), item);
    }

    /** Drops an item that is not in the store any more. */
    void drop(Key key) {
        items.invalidate(key);
    }

    /** What is kept, and how it served so far. */
    CacheStatistics statistics() {
        items.cleanUp();
        long bytes = items.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
        return new CacheStatistics(hits.sum(), misses.sum(), evictions.sum(), items.estimatedSize(), bytes);
    }
}
