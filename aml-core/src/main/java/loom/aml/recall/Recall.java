package loom.aml.recall;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import loom.aml.index.MemorySearch;
import loom.aml.index.SearchResult;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.item.Fingerprint;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.store.AgentNames;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.kind.StoreKinds;
import org.jspecify.annotations.Nullable;

/**
 * Fast access by id to the items of a store, for a long-lived process, while others write the store. It reads an item without the
 * rest of its file, caches it, and sees changes by others within the time that its policy sets. Unchanged files are not read
 * again.
 *
 * <p>Thread-safe. Writes nothing into the store. It saves cache statistics in a separate folder, which may be deleted at any
 * time, at most once a minute and on close.
 *
 * <pre>{@code
 * try (Recall recall = Recall.open(Path.of(".loom/memory"))) {
 *     recall.get("debugger", ItemKind.SOLUTION, id).ifPresent(item -> System.out.println(item.text()));
 * }
 * }</pre>
 */
public final class Recall implements AutoCloseable {
    private final MemoryStore store;
    private final RecallFolder folder;
    private final ItemCache cache;
    private final RecallSearch search;
    private final StatisticsRecorder notes;
    private final StoreWatch watch;

    private Recall(MemoryStore store, RecallPolicy policy, LongSupplier nanos) throws IOException {
        this.store = store;
        this.folder = new RecallFolder(store.place());
        this.cache = new ItemCache(policy.cacheBytes());
        this.search = new RecallSearch(store, policy.noticedWithin(), nanos);
        this.notes = new StatisticsRecorder(store, folder, cache, search, nanos);
        KnownIds ids = folder.read(KnownIds.FILE).flatMap(KnownIds::parse).orElse(KnownIds.NONE);
        this.watch = new StoreWatch(store, ids, policy.noticedWithin(), nanos, notes::writeIfDue);
    }

    /**
     * Opens a store with the default policy and warms the cache.
     *
     * @throws loom.aml.store.NoStoreException if the store does not exist
     */
    public static Recall open(Path memory) throws IOException {
        Recall recall = open(StoreKinds.openReadOnly(memory), RecallPolicy.DEFAULT);
        recall.warm();
        return recall;
    }

    /**
     * Opens a store with an empty cache.
     *
     * @param store is closed with the recall
     */
    public static Recall open(MemoryStore store, RecallPolicy policy) throws IOException {
        return open(store, policy, System::nanoTime);
    }

    /**
     * Returns a recall of an open store with another clock.
     *
     * @param nanos a monotonic clock such as {@link System#nanoTime}
     */
    static Recall open(MemoryStore store, RecallPolicy policy, LongSupplier nanos) throws IOException {
        return new Recall(store, policy, nanos);
    }

    /**
     * Returns an item.
     *
     * @return the item as stored now or at most as long ago as the policy allows; empty if absent
     * @throws IOException if the collection cannot be read or its agent cannot be listed, so that the answer is unknown
     */
    public Optional<RecalledItem> get(String agent, ItemKind kind, String id) throws IOException {
        if (!AgentNames.isValid(agent)) {
            return Optional.empty();
        }
        StoreView now = watch.view();
        now.requireSeen(agent);
        Optional<RecalledItem> item = Optional.empty();
        for (CollectionFile file : store.filesOf(new ItemKey(agent, kind, id))) {
            item = item.isPresent() ? item : in(now.files().get(file), id);
        }
        if (item.isEmpty()) {
            cache.drop(new ItemCache.Key(agent, kind, id));
        }
        return item;
    }

    private Optional<RecalledItem> in(@Nullable WatchedCollection collection, String id) throws IOException {
        if (collection == null) {
            return Optional.empty();
        }
        Fingerprint version = collection.find(id);
        if (version == null) {
            return Optional.empty();
        }
        CollectionFile file = collection.file();
        RecalledItem item = cache.get(new ItemCache.Key(file.agent(), file.kind(), id), version);
        if (item == null) {
            item = collection.read(id);
            if (item != null) {
                cache.put(item);
            }
        }
        return Optional.ofNullable(item);
    }

    /**
     * Returns whether any agent has an item with this id, of any kind. Collections that cannot be read are ignored;
     * {@code aml monitor health} reports them.
     *
     * @throws IOException if the store cannot be listed
     */
    public boolean exists(String id) throws IOException {
        StoreView now = watch.view();
        if (!now.unknown().isEmpty()) {
            now = watch.learn();
        }
        for (long hash : Fingerprint.ofIdAsWritten(id)) {
            if (watch.ids().filter().mayContain(hash) && now.ids().contains(hash)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Finds items by words, tags, metrics and age, with the explanation of each rank if requested. The first search
     * updates or builds the index; later searches see changes within the time that the policy sets.
     *
     * @throws IOException if the store cannot be listed
     */
    public SearchResult search(SearchRequest request) throws IOException {
        SearchResult result = search.search(request);
        notes.writeIfDue();
        return result;
    }

    /** Makes all later searches see the changes that this process made until now. */
    public void changed() {
        search.changed();
    }

    /** Returns the result of the last update of the index; empty before the first search. */
    public Optional<MemorySearch.Refreshed> refreshed() {
        return search.refreshed();
    }

    /** Returns findings about the parts of the store that the last search could not read. */
    public List<Finding> unread() {
        return search.unread();
    }

    /**
     * Finds items for a query in search syntax or for any other text, most relevant first, with the explanation of each
     * rank.
     */
    public SearchResult search(String query) throws IOException {
        return search(SearchRequest.of(
                        QueryParser.parse(query, store.options().clock().instant()))
                .withReasons());
    }

    /**
     * Loads the items on the list written by {@link #keepWarm} that still exist. Skips files that cannot be read.
     *
     * @return the number of items loaded
     */
    public int warm() throws IOException {
        WarmList list = folder.read(WarmList.FILE).map(WarmList::parse).orElse(WarmList.NONE);
        Map<List<CollectionFile>, Set<String>> wanted = new HashMap<>();
        // The best item is loaded last, so that it is evicted last.
        for (WarmList.Entry entry : list.entries().reversed()) {
            if (AgentNames.isValid(entry.agent())) {
                ItemKey key = new ItemKey(entry.agent(), entry.kind(), entry.id());
                wanted.computeIfAbsent(store.filesOf(key), _ -> new LinkedHashSet<>())
                        .add(entry.id());
            }
        }
        int loaded = 0;
        for (Map.Entry<List<CollectionFile>, Set<String>> file : wanted.entrySet()) {
            loaded += warm(file.getKey(), file.getValue());
        }
        return loaded;
    }

    private int warm(List<CollectionFile> files, Set<String> wanted) throws IOException {
        int loaded = 0;
        Set<String> missing = new HashSet<>(wanted);
        for (CollectionFile file : files) {
            WatchedCollection collection = watch.view().files().get(file);
            if (collection == null || missing.isEmpty()) {
                continue;
            }
            try {
                for (RecalledItem item : collection.readAll(missing)) {
                    cache.put(item);
                    missing.remove(item.id());
                    loaded++;
                }
            } catch (IOException e) {
                // A request for an item of this file will report the error.
            }
        }
        return loaded;
    }

    /** Selects the items to load when the cache is warmed, and saves their list for later processes. */
    public static WarmList keepWarm(MemoryStore store, Selection selection, RecallPolicy policy) throws IOException {
        WarmList list = WarmList.choose(store, selection, policy);
        new RecallFolder(store.place()).write(WarmList.FILE, list.toText());
        return list;
    }

    /**
     * Updates the existence filter to the current store and saves it for later processes. Files that are indexed are
     * not read.
     *
     * @return whether anything was written
     */
    public static boolean keepIds(MemoryStore store) throws IOException {
        Recall recall = open(store, RecallPolicy.DEFAULT, System::nanoTime);
        try {
            if (recall.watch.last().unknown().isEmpty()) {
                return false;
            }
            recall.watch.learn();
            return recall.folder.write(KnownIds.FILE, recall.watch.ids().toBytes());
        } finally {
            recall.watch.close();
        }
    }

    /** Returns the cache statistics of this process. */
    public CacheStatistics statistics() {
        return cache.statistics();
    }

    @Override
    public void close() throws IOException {
        notes.write();
        search.close();
        watch.close();
        store.close();
    }
}
