package loom.aml.recall;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import loom.aml.index.MemorySearch;
import loom.aml.index.SearchResult;
import loom.aml.index.query.SearchRequest;
import loom.aml.store.Finding;
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
    private final AtomicLong changes = new AtomicLong();
    private volatile @Nullable MemorySearch search;
    private volatile MemorySearch.@Nullable Refreshed refreshed;
    private volatile long refreshedAt;
    private volatile long seenChanges;

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
        if (open != null && isFresh()) {
            return open;
        }
        // A search after a change by this process must see it. Otherwise the older state will do.
        if (open == null || seenChanges != changes.get()) {
            refreshing.lock();
        } else if (!refreshing.tryLock()) {
            return open;
        }
        try {
            MemorySearch current = search;
            if (current == null || !isFresh()) {
                current = current == null ? new MemorySearch(store, LOCK_WAIT) : current;
                long seen = changes.get();
                refreshed = current.refresh();
                search = current;
                seenChanges = seen;
                refreshedAt = nanos.getAsLong();
            }
            return current;
        } finally {
            refreshing.unlock();
        }
    }

    private boolean isFresh() {
        return nanos.getAsLong() - refreshedAt < allowed && seenChanges == changes.get();
    }

    /** Records a change by this process, which all later searches must see. */
    void changed() {
        changes.incrementAndGet();
    }

    /** Returns findings about the parts of the store that could not be read for the last search. */
    List<Finding> unread() {
        MemorySearch open = search;
        return open == null ? List.of() : open.unread();
    }

    /** Returns the result of the last refresh; empty before the first search. */
    Optional<MemorySearch.Refreshed> refreshed() {
        return Optional.ofNullable(refreshed);
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
