package loom.aml.recall;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import loom.aml.index.SearchResult;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.io.Disk;
import loom.aml.io.FileState;
import loom.aml.io.LocalDisk;
import loom.aml.item.Fingerprint;
import loom.aml.item.ItemKind;
import loom.aml.store.AgentNames;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.file.StoreOptions;
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
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private final FileMemoryStore store;
    private final RecallPolicy policy;
    private final LongSupplier nanos;
    private final RecallFolder folder;
    private final ItemCache cache;
    private final ReentrantLock looking = new ReentrantLock();
    private final Object counting = new Object();
    private final IndexTables tables;
    private volatile View view;
    private volatile KnownIds ids;
    private final RecallSearch search;
    private RecallStatistics noted = RecallStatistics.NONE;
    private volatile long notedAt;

    /** The store as it was seen last. */
    private static final class View {
        /** When, on our own clock. */
        private final long at;

        private final Map<CollectionFile, WatchedCollection> files;

        /** Files of which the filter does not know every id. */
        private final List<WatchedCollection> unknown;

        /** Directories that could not be listed, and may hold anything. */
        private final List<Finding> unseen;

        /** All ids; null as long as nobody had to know. */
        private volatile @Nullable IdSet all;

        View(
                long at,
                Map<CollectionFile, WatchedCollection> files,
                List<WatchedCollection> unknown,
                List<Finding> unseen,
                @Nullable IdSet all) {
            this.at = at;
            this.files = files;
            this.unknown = unknown;
            this.unseen = unseen;
            this.all = all;
        }

        void mustSee(String agent) throws IOException {
            for (Finding finding : unseen) {
                if (finding.where().equals(agent) && finding.kind() != Finding.Kind.CHANGED) {
                    throw new IOException(agent + " cannot be listed: " + finding.what() + "; " + finding.advice());
                }
            }
        }
    }

    private Recall(FileMemoryStore store, RecallPolicy policy, LongSupplier nanos) throws IOException {
        this.store = store;
        this.policy = policy;
        this.nanos = nanos;
        this.folder = new RecallFolder(store.disk(), store.root());
        this.cache = new ItemCache(policy.cacheBytes());
        this.tables = new IndexTables(store, this::stateOf);
        this.search = new RecallSearch(store, policy.noticedWithin(), nanos);
        this.ids = folder.read(KnownIds.FILE).flatMap(KnownIds::parse).orElse(KnownIds.NONE);
        this.view = looked(null);
        this.notedAt = nanos.getAsLong();
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
        View now = view();
        now.mustSee(agent);
        Map<CollectionFile, WatchedCollection> files = now.files;
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
        View now = view();
        if (!now.unknown.isEmpty()) {
            now = learn();
        }
        for (long hash : Fingerprint.ofIdAsWritten(id)) {
            if (ids.filter().mayContain(hash) && idsOf(now).contains(hash)) {
                return true;
            }
        }
        return false;
    }

    /** The ids of a store, gathered when the first is asked for that the filter lets through. */
    private IdSet idsOf(View now) {
        IdSet all = now.all;
        if (all == null) {
            synchronized (now) {
                all = now.all;
                if (all == null) {
                    all = IdSet.of(now.files.values());
                    now.all = all;
                }
            }
        }
        return all;
    }

    /**
     * Finds items by words, tags, figures and age, each with the reason of its rank if the request asks for it. The first search
     * brings the index up to date, or makes it; later ones see changes within the time that the policy names.
     *
     * @throws IOException if the store cannot be listed
     */
    public SearchResult search(SearchRequest request) throws IOException {
        SearchResult result = search.search(request);
        noteNowAndThen();
        return result;
    }

    /** Adds the ids of what changed to the filter, or makes it anew where it has become too full. */
    private View learn() {
        looking.lock();
        try {
            View now = view;
            if (!now.unknown.isEmpty()) {
                ids = new IdsOfFiles(ids).with(now.unknown, now.files.values());
                now = new View(now.at, now.files, List.of(), now.unseen, now.all);
                view = now;
            }
            return now;
        } finally {
            looking.unlock();
        }
    }

    private View view() throws IOException {
        View now = view;
        long age = nanos.getAsLong() - now.at;
        long allowed = policy.noticedWithin().toNanos();
        if (age < allowed) {
            return now;
        }
        // One thread looks; the others need not wait for it unless what they know has become too old.
        if (looking.tryLock() || age > 2 * allowed && lock()) {
            try {
                if (nanos.getAsLong() - view.at >= allowed) {
                    view = looked(view);
                }
            } finally {
                looking.unlock();
            }
            noteNowAndThen();
        }
        return view;
    }

    private boolean lock() {
        looking.lock();
        return true;
    }

    /** Looks which files stand there in which state; reads none of them. */
    private View looked(@Nullable View before) throws IOException {
        long at = nanos.getAsLong();
        Map<CollectionFile, WatchedCollection> files = new HashMap<>();
        List<WatchedCollection> unknown = new ArrayList<>();
        boolean[] isSame = {true};
        StoreListing listing = store.list();
        listing.collections().forEach((file, state) -> {
            WatchedCollection collection = before == null ? null : before.files.get(file);
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
        if (before == null) {
            return new View(at, Map.copyOf(files), List.copyOf(unknown), listing.unseen(), null);
        }
        boolean isChanged = !isSame[0] || files.size() != before.files.size();
        return new View(at, Map.copyOf(files), List.copyOf(unknown), listing.unseen(), isChanged ? null : before.all);
    }

    private WatchedCollection watched(CollectionFile file, FileState state) {
        return new WatchedCollection(
                store.disk(), store.root(), file, state, store.options().gzipLimits(), tables);
    }

    private FileState stateOf(CollectionFile file) {
        WatchedCollection collection = view.files.get(file);
        return collection == null ? FileState.MISSING : collection.listed();
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
            WatchedCollection collection = view().files.get(file);
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
            if (recall.view.unknown.isEmpty()) {
                return false;
            }
            recall.learn();
            return recall.folder.write(KnownIds.FILE, recall.ids.toBytes());
        } finally {
            recall.tables.close();
        }
    }

    /** How the cache served this process so far. */
    public CacheStatistics statistics() {
        return cache.statistics();
    }

    private void noteNowAndThen() {
        if (nanos.getAsLong() - notedAt >= NOTED_EVERY.toNanos()) {
            note();
        }
    }

    /** Writes down how the cache served since that was last written down. That it cannot be written does no harm. */
    private void note() {
        synchronized (counting) {
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
                RecallStatistics before =
                        RecallStatistics.of(store.disk(), store.root()).orElse(RecallStatistics.NONE);
                if (folder.write(RecallStatistics.FILE, before.plus(since).toText())) {
                    noted = all;
                }
            } catch (IOException e) {
                // A file system that is read-only, say.
            }
        }
    }

    @Override
    public void close() throws IOException {
        note();
        search.close();
        tables.close();
        store.close();
    }
}
