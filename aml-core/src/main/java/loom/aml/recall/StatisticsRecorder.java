package loom.aml.recall;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import loom.aml.store.MemoryStore;

/** Adds the statistics of this process to the {@link RecallStatistics} beside the store, at most once a minute. */
final class StatisticsRecorder {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final MemoryStore store;
    private final RecallFolder folder;
    private final ItemCache cache;
    private final RecallSearch search;
    private final LongSupplier nanos;
    private RecallStatistics noted = RecallStatistics.NONE;
    private volatile long notedAt;

    StatisticsRecorder(
            MemoryStore store, RecallFolder folder, ItemCache cache, RecallSearch search, LongSupplier nanos) {
        this.store = store;
        this.folder = folder;
        this.cache = cache;
        this.search = search;
        this.nanos = nanos;
        this.notedAt = nanos.getAsLong();
    }

    /** Writes the statistics if they are due. */
    void writeIfDue() {
        if (nanos.getAsLong() - notedAt >= INTERVAL.toNanos()) {
            write();
        }
    }

    /** Adds the activity since the last write. A failure is harmless, because the next write includes it. */
    synchronized void write() {
        notedAt = nanos.getAsLong();
        CacheStatistics now = cache.statistics();
        RecallStatistics all = new RecallStatistics(
                now.hits(),
                now.misses(),
                now.evictions(),
                now.bytes(),
                search.count(),
                search.time(),
                store.options().clock().instant());
        RecallStatistics since = all.minus(noted);
        if (since.isNothing()) {
            return;
        }
        try {
            RecallStatistics before = RecallStatistics.of(store.place()).orElse(RecallStatistics.NONE);
            if (folder.write(RecallStatistics.FILE, before.plus(since).toText())) {
                noted = all;
            }
        } catch (IOException e) {
            // For example on a read-only file system.
        }
    }
}
