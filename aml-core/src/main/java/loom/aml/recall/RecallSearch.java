package loom.aml.recall;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import loom.aml.index.MemorySearch;
import loom.aml.index.SearchResult;
import loom.aml.index.query.SearchRequest;
import loom.aml.store.MemoryStore;
import org.jspecify.annotations.Nullable;

/** Searches for a long-lived process. One caller updates the index when it is due; the others do not wait. */
final class RecallSearch implements AutoCloseable {
    /** The time to wait for another process that updates the index. After that the store is scanned instead. */
    private static final Duration LOCK_WAIT = Duration.ofSeconds(2);

    private final MemoryStore store;
    private final long allowed;
    private final LongSupplier nanos;
    private final ReentrantLock refreshing = new ReentrantLock();
    private final LongAdder count = new LongAdder();
    private final LongAdder took = new LongAdder();
    private volatile @Nullable MemorySearch search;
    private volatile long refreshedAt;

    /**
     * @param noticedWithin maximum age of the listing of the store
     * @param nanos a monotonic clock
     */
    RecallSearch(MemoryStore store, Duration noticedWithin, LongSupplier nanos) {
        this.store = store;
        this.allowed = noticedWithin.toNanos();
        this.nanos = nanos;
    }

    SearchResult search(SearchRequest request) throws IOException {
        SearchResult result = upToDate().search(request);
        count.increment();
        took.add(result.time().toNanos());
        return result;
    }

    private MemorySearch upToDate() throws IOException {
        MemorySearch open = search;
        if (open != null && nanos.getAsLong() - refreshedAt < allowed) {
            return open;
        }
        if (open != null && !refreshing.tryLock()) {
            return open;
        }
        if (open == null) {
            refreshing.lock();
        }
        try {
            MemorySearch current = search;
            if (current == null) {
                current = new MemorySearch(store, LOCK_WAIT);
                current.refresh();
                search = current;
                refreshedAt = nanos.getAsLong();
            } else if (nanos.getAsLong() - refreshedAt >= allowed) {
                current.refresh();
                refreshedAt = nanos.getAsLong();
            }
            return current;
        } finally {
            refreshing.unlock();
        }
    }

    /** Returns the number of searches. */
    long count() {
        return count.sum();
    }

    /** Returns the total time of all searches. */
    Duration time() {
        return Duration.ofNanos(took.sum());
    }

    @Override
    public void close() throws IOException {
        MemorySearch open = search;
        if (open != null) {
            open.close();
        }
    }
}
