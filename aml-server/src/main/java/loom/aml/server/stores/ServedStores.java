package loom.aml.server.stores;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loom.aml.app.stores.ListStores;
import loom.aml.io.Ticker;
import loom.aml.locate.FoundStore;

/**
 * The stores of a host. A store is addressed by its id only, so that no request can name a path. Stores that appear later
 * are found when they are listed or asked for, and by searches in the background. Thread-safe.
 */
public final class ServedStores implements AutoCloseable {
    /** A request for an unknown id searches the machine again only if the last search is older than this. */
    private static final Duration SEARCH_AGE = Duration.ofSeconds(2);

    /** The names in the navigation are renewed after this time. */
    private static final Duration KNOWN_AGE = Duration.ofSeconds(15);

    /** Jobs and notices, which nobody waits for, find new stores within about this time. */
    private static final Duration IDS_AGE = Duration.ofMinutes(5);

    private final Source source;
    private final Ticker ticker;
    private final Map<String, FoundStore> found = new HashMap<>();
    private final Map<String, ServedStore> open = new HashMap<>();

    /** When the last search that succeeded ended. */
    private long searched;

    /** When the last search ended, also one that failed, which the background does not repeat at once. */
    private long ended;

    private boolean isSearched;
    private boolean isRenewing;

    /** Finds and opens stores. */
    public interface Source {
        /** Lists the stores with their figures. Reports a failure itself, because nobody waits for a search in the background. */
        ListStores.Result list() throws IOException;

        /** Prepares a store for use cases. The store itself is opened by the first of them. */
        ServedStore open(FoundStore store);
    }

    public ServedStores(Source source) {
        this(source, Ticker.SYSTEM);
    }

    /** @param ticker measures the age of a search */
    public ServedStores(Source source, Ticker ticker) {
        this.source = source;
        this.ticker = ticker;
        this.searched = ticker.nanos() - IDS_AGE.toNanos();
        this.ended = searched;
    }

    /** Lists the stores with their figures. After a search with problems, stores that were known before remain known. */
    public ListStores.Result list() throws IOException {
        try {
            ListStores.Result result = source.list();
            keep(result);
            return result;
        } finally {
            synchronized (this) {
                ended = ticker.nanos();
            }
        }
    }

    private synchronized void keep(ListStores.Result result) {
        searched = ticker.nanos();
        isSearched = true;
        if (result.problems().isEmpty()) {
            found.clear();
        }
        result.stores().forEach(entry -> found.put(entry.store().id(), entry.store()));
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
        if (isSearched()) {
            renewIfOlderThan(KNOWN_AGE);
        } else {
            list();
        }
        synchronized (this) {
            return List.copyOf(found.values());
        }
    }

    private synchronized void renewIfOlderThan(Duration age) {
        if (!isRenewing && ticker.nanos() - ended >= age.toNanos()) {
            isRenewing = true;
            Thread.ofVirtual().name("aml-stores").start(this::renew);
        }
    }

    private void renew() {
        try {
            list();
        } catch (IOException e) {
            // The stores that are known remain; the source reports a search that fails.
        } finally {
            synchronized (this) {
                isRenewing = false;
            }
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

    /** Returns the ids of the stores that were found last, without waiting. If that was long ago, a search begins in the background. */
    public List<String> ids() {
        renewIfOlderThan(IDS_AGE);
        synchronized (this) {
            return List.copyOf(found.keySet());
        }
    }

    private synchronized boolean isKnown(String id) {
        return found.containsKey(id);
    }

    private synchronized boolean isDue() {
        return ticker.nanos() - searched >= SEARCH_AGE.toNanos();
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
