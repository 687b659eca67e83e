package loom.aml.recall;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import loom.aml.store.CollectionFile;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreListing;
import loom.aml.store.Version;
import org.jspecify.annotations.Nullable;

/**
 * Lists a store again when the last listing is too old, and keeps the existence filter up to date. Files are read only
 * when their items or ids are requested. Thread-safe.
 */
final class StoreWatch implements AutoCloseable {
    private final MemoryStore store;
    private final long allowed;
    private final LongSupplier nanos;
    private final Runnable afterListing;
    private final LocationTables tables;
    private final ReentrantLock listLock = new ReentrantLock();
    private volatile KnownIds ids;
    private volatile StoreView view;

    /**
     * Lists the store for the first time.
     *
     * @param ids the filter saved by earlier processes
     * @param noticedWithin maximum age of a listing
     * @param nanos a monotonic clock such as {@link System#nanoTime}
     * @param afterListing runs after each later listing, in the thread that made it
     */
    StoreWatch(MemoryStore store, KnownIds ids, Duration noticedWithin, LongSupplier nanos, Runnable afterListing)
            throws IOException {
        this.store = store;
        this.ids = ids;
        this.allowed = noticedWithin.toNanos();
        this.nanos = nanos;
        this.afterListing = afterListing;
        this.tables = new LocationTables(store, this::stateOf);
        this.view = list(null);
    }

    /** Returns the last listing. */
    StoreView last() {
        return view;
    }

    /** Returns the existence filter. It contains all files of a view that {@link #learn} returned. */
    KnownIds ids() {
        return ids;
    }

    /** Returns a listing that is not too old. */
    StoreView view() throws IOException {
        StoreView now = view;
        long age = nanos.getAsLong() - now.at();
        if (age < allowed) {
            return now;
        }
        // One thread lists the store; the others wait for it only if their listing is much too old.
        if (listLock.tryLock() || age > 2 * allowed && lock()) {
            try {
                if (nanos.getAsLong() - view.at() >= allowed) {
                    view = list(view);
                }
            } finally {
                listLock.unlock();
            }
            afterListing.run();
        }
        return view;
    }

    private boolean lock() {
        listLock.lock();
        return true;
    }

    /** Adds the ids of changed files to the filter, or rebuilds the filter if it is full. */
    StoreView learn() {
        listLock.lock();
        try {
            StoreView now = view;
            if (!now.unknown().isEmpty()) {
                ids = new IdsOfFiles(ids).with(now.unknown(), now.files().values());
                now = now.known();
                view = now;
            }
            return now;
        } finally {
            listLock.unlock();
        }
    }

    /** Lists the files and their states without reading any. */
    private StoreView list(@Nullable StoreView before) throws IOException {
        long at = nanos.getAsLong();
        Map<CollectionFile, WatchedCollection> files = new HashMap<>();
        List<WatchedCollection> unknown = new ArrayList<>();
        boolean[] isSame = {true};
        StoreListing listing = store.list();
        listing.collections().forEach((file, state) -> {
            WatchedCollection collection =
                    before == null ? null : before.files().get(file);
            if (collection == null) {
                collection = watched(file, state);
                isSame[0] = false;
            } else {
                isSame[0] &= collection.see(state);
            }
            files.put(file, collection);
            if (!ids.covers(file, state)) {
                unknown.add(collection);
            }
        });
        IdSet known = null;
        if (before != null && isSame[0] && files.size() == before.files().size()) {
            known = before.idsIfKnown();
        }
        return new StoreView(at, Map.copyOf(files), List.copyOf(unknown), listing.unseen(), known);
    }

    private WatchedCollection watched(CollectionFile file, Version state) {
        return new WatchedCollection(store, file, state, tables);
    }

    private Version stateOf(CollectionFile file) {
        WatchedCollection collection = view.files().get(file);
        return collection == null ? Version.MISSING : collection.listed();
    }

    @Override
    public void close() throws IOException {
        tables.close();
    }
}
