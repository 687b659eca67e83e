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
import loom.aml.index.SearchResult;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.item.Fingerprint;
import loom.aml.item.ItemKind;
import loom.aml.store.AgentNames;
import loom.aml.store.CollectionFile;
import loom.aml.store.Selection;
import loom.aml.store.loom.FileMemoryStore;
import loom.aml.store.loom.StoreOptions;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a store, for a program that lives long: items by their id, quickly, while others write the store. Reads an item
 * without the rest of its file, keeps it at hand, and sees changes by others within the time that its policy names; what did not
 * change is not read again.
 *
 * <p>Safe for use by many threads. Writes nothing into the store. Beside it, in a folder that may be removed at any time, it notes
 * how the cache served: at most once a minute, and when it is closed.
 *
 * <pre>{@code
 * try (Recall recall = Recall.open(Path.of(".loom/memory"))) {
 *     recall.get("debugger", ItemKind.SOLUTION, id).ifPresent(item -> System.out.println(item.text()));
 * }
 * }</pre>
 */
public final class Recall implements AutoCloseable {
    private final FileMemoryStore store;
    private final RecallFolder folder;
    private final ItemCache cache;
    private final RecallSearch search;
    private final StatisticsRecorder notes;
    private final StoreWatch watch;

    private Recall(FileMemoryStore store, RecallPolicy policy, LongSupplier nanos) throws IOException {
        this.store = store;
        this.folder = new RecallFolder(store.disk(), store.root());
        this.cache = new ItemCache(policy.cacheBytes());
        this.search = new RecallSearch(store, policy.noticedWithin(), nanos);
        this.notes = new StatisticsRecorder(store, folder, cache, search, nanos);
        KnownIds ids = folder.read(KnownIds.FILE).flatMap(KnownIds::parse).orElse(KnownIds.NONE);
        this.watch = new StoreWatch(store, ids, policy.noticedWithin(), nanos, notes::writeIfDue);
    }

    /**
     * Opens the memory of a store with the usual policy, and loads what is worth having at hand.
     *
     * @throws loom.aml.store.NoStoreException if there is no store
     */
    public static Recall open(Path memory) throws IOException {
        Recall recall = open(new LocalDisk(), memory, StoreOptions.DEFAULT, RecallPolicy.DEFAULT);
        recall.warm();
        return recall;
    }

    /**
     * Opens the memory of a store; nothing is loaded yet.
     *
     * @throws loom.aml.store.NoStoreException if there is no store
     */
    public static Recall open(Disk disk, Path memory, StoreOptions options, RecallPolicy policy) throws IOException {
        return open(FileMemoryStore.openReadOnly(disk, memory, options), policy, System::nanoTime);
    }

    /**
     * The same for a store that is open, with another clock.
     *
     * @param nanos time that only moves forward, as {@link System#nanoTime} tells it
     */
    static Recall open(FileMemoryStore store, RecallPolicy policy, LongSupplier nanos) throws IOException {
        return new Recall(store, policy, nanos);
    }

    /**
     * An item.
     *
     * @return the item as it stands in the store, or stood there no longer ago than the policy allows; nothing if there is none
     * @throws IOException if the collection cannot be read, or its agent not be listed, so that nobody knows
     */
    public Optional<RecalledItem> get(String agent, ItemKind kind, String id) throws IOException {
        if (!AgentNames.isValid(agent)) {
            return Optional.empty();
        }
        CollectionFile plain = new CollectionFile(agent, kind, false);
        StoreView now = watch.view();
        now.requireSeen(agent);
        Map<CollectionFile, WatchedCollection> files = now.files();
        Optional<RecalledItem> item = in(files.get(plain), id);
        // Where an id stands in both files the plain one counts.
        item = item.isPresent() ? item : in(files.get(plain.twin()), id);
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
     * Whether any agent has an item of that id, of whatever kind. Of a collection that cannot be read nothing is known; {@code aml
     * monitor health} tells of such.
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
     * Finds items by words, tags, figures and age, each with the reason of its rank if the request asks for it. The first search
     * brings the index up to date, or makes it; later ones see changes within the time that the policy names.
     *
     * @throws IOException if the store cannot be listed
     */
    public SearchResult search(SearchRequest request) throws IOException {
        SearchResult result = search.search(request);
        notes.writeIfDue();
        return result;
    }

    /** Finds items for a query as people write it, or for any other text, the most relevant first, each with the reason of its rank. */
    public SearchResult search(String query) throws IOException {
        return search(SearchRequest.of(
                        QueryParser.parse(query, store.options().clock().instant()))
                .withReasons());
    }

    /**
     * Loads the items of the list that {@link #keepWarm} wrote, as far as they still are in the store. A file that cannot be read is
     * passed over.
     *
     * @return how many were loaded
     */
    public int warm() throws IOException {
        WarmList list = folder.read(WarmList.FILE).map(WarmList::parse).orElse(WarmList.NONE);
        Map<CollectionFile, Set<String>> wanted = new HashMap<>();
        // The best last, so that it is the last to leave.
        for (WarmList.Entry entry : list.entries().reversed()) {
            if (AgentNames.isValid(entry.agent())) {
                wanted.computeIfAbsent(
                                new CollectionFile(entry.agent(), entry.kind(), false), _ -> new LinkedHashSet<>())
                        .add(entry.id());
            }
        }
        int loaded = 0;
        for (Map.Entry<CollectionFile, Set<String>> file : wanted.entrySet()) {
            loaded += warm(file.getKey(), file.getValue());
        }
        return loaded;
    }

    private int warm(CollectionFile plain, Set<String> wanted) throws IOException {
        int loaded = 0;
        Set<String> missing = new HashSet<>(wanted);
        for (CollectionFile file : List.of(plain, plain.twin())) {
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
                // Whoever asks for one of its items will be told.
            }
        }
        return loaded;
    }

    /** Chooses the items that are worth having at hand, and writes their list down for hosts to come. */
    public static WarmList keepWarm(FileMemoryStore store, Selection selection, RecallPolicy policy)
            throws IOException {
        WarmList list = WarmList.choose(store, selection, policy);
        new RecallFolder(store.disk(), store.root()).write(WarmList.FILE, list.toText());
        return list;
    }

    /**
     * Makes the filter know the store as it is, and writes it down for hosts to come. What its index knows is not read.
     *
     * @return whether there was anything to be written
     */
    public static boolean keepIds(FileMemoryStore store) throws IOException {
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

    /** How the cache served this process so far. */
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
