package loom.aml.server.stores;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import loom.aml.app.stores.ListStores;
import loom.aml.locate.FoundStore;

/**
 * The stores of a host. A store is addressed by its id only, so that no request can name a path. Stores that appear later
 * are found when they are listed or asked for. Thread-safe.
 */
public final class ServedStores implements AutoCloseable {
    /** A request for an unknown id searches the machine again only if the last search is older than this. */
    private static final Duration SEARCH_AGE = Duration.ofSeconds(2);

    /** The names in the navigation are renewed after this time. */
    private static final Duration KNOWN_AGE = Duration.ofSeconds(15);

    private final Source source;
    private final Map<String, FoundStore> found = new HashMap<>();
    private final Map<String, ServedStore> open = new HashMap<>();
    private final AtomicBoolean renewing = new AtomicBoolean();
    private long searched = System.nanoTime() - SEARCH_AGE.toNanos();
    private boolean isSearched;

    /** Finds and opens stores. */
    public interface Source {
        /** Lists the stores with their figures. */
        ListStores.Result list() throws IOException;

        /** Prepares a store for use cases. The store itself is opened by the first of them. */
        ServedStore open(FoundStore store);
    }

    public ServedStores(Source source) {
        this.source = source;
    }

    /** Lists the stores with their figures. */
    public ListStores.Result list() throws IOException {
        ListStores.Result result = source.list();
        synchronized (this) {
            searched = System.nanoTime();
            isSearched = true;
            found.clear();
            result.stores().forEach(entry -> found.put(entry.store().id(), entry.store()));
        }
        return result;
    }

    /**
     * Returns a store.
     *
     * @throws NoSuchStoreException if no store has the id
     */
    public ServedStore require(String id) throws IOException, NoSuchStoreException {
        if (!isKnown(id) && isDue()) {
            list();
        }
        synchronized (this) {
            FoundStore store = found.get(id);
            if (store == null) {
                throw new NoSuchStoreException(id);
            }
            return open.computeIfAbsent(id, _ -> source.open(store));
        }
    }

    /**
     * Returns the stores that were found last. A search of the machine reads the figures of all stores, so that a later one runs in
     * the background; only the very first is waited for.
     */
    public List<FoundStore> known() throws IOException {
        if (!isSearched()) {
            list();
        } else if (isOlderThan(KNOWN_AGE) && renewing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("aml-stores").start(this::renew);
        }
        synchronized (this) {
            return List.copyOf(found.values());
        }
    }

    private void renew() {
        try {
            list();
        } catch (IOException e) {
            // The stores that are known remain; the page that lists the stores says what is wrong.
        } finally {
            renewing.set(false);
        }
    }

    /** Returns all stores that were found last, prepared for use cases. */
    public List<ServedStore> all() throws IOException {
        if (isDue()) {
            list();
        }
        synchronized (this) {
            List<ServedStore> all = new ArrayList<>();
            for (FoundStore store : found.values()) {
                all.add(open.computeIfAbsent(store.id(), _ -> source.open(store)));
            }
            return all;
        }
    }

    /** Returns the ids of the stores that were found last, without a search. */
    public synchronized List<String> ids() {
        return List.copyOf(found.keySet());
    }

    private synchronized boolean isKnown(String id) {
        return found.containsKey(id);
    }

    private boolean isDue() {
        return isOlderThan(SEARCH_AGE);
    }

    private synchronized boolean isOlderThan(Duration age) {
        return System.nanoTime() - searched >= age.toNanos();
    }

    private synchronized boolean isSearched() {
        return isSearched;
    }

    @Override
    public synchronized void close() throws IOException {
        for (ServedStore store : open.values()) {
            store.close();
        }
        open.clear();
    }
}
