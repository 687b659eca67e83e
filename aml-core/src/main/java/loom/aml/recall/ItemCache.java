package loom.aml.recall;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.LongAdder;
import loom.aml.item.Fingerprint;
import loom.aml.item.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * A cache of items that is bounded by their size in memory. It stores a version of each item; the caller checks whether
 * that version is current. Thread-safe.
 */
final class ItemCache {
    private final Cache<Key, RecalledItem> items;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder evictions = new LongAdder();

    /** The key of an item. */
    record Key(String agent, ItemKind kind, String id) {
        static Key of(RecalledItem item) {
            return new Key(item.agent(), item.kind(), item.id());
        }
    }

    /** @param bytes the maximum size of the cached items */
    ItemCache(long bytes) {
        items = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .<Key, RecalledItem>weigher((_, item) -> item.weight())
                // Evicts in the calling thread: this needs no thread pool, and none outlives its host.
                .executor(Runnable::run)
                .<Key, RecalledItem>evictionListener((_, _, _) -> evictions.increment())
                .build();
    }

    /** Returns the cached item if it has this version, and counts a hit or a miss. */
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

    /** Removes an item that is no longer in the store. */
    void drop(Key key) {
        items.invalidate(key);
    }

    /** Returns the current size and the counts so far. */
    CacheStatistics statistics() {
        items.cleanUp();
        long bytes = items.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
        return new CacheStatistics(hits.sum(), misses.sum(), evictions.sum(), items.estimatedSize(), bytes);
    }
}
