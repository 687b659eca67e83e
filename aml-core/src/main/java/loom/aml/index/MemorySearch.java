package loom.aml.index;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import loom.aml.index.query.Clause;
import loom.aml.index.query.Match;
import loom.aml.index.query.Matches;
import loom.aml.index.query.Name;
import loom.aml.index.query.Query;
import loom.aml.index.query.SearchRequest;
import loom.aml.item.Fingerprint;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/**
 * Searches a store. {@link #refresh} updates the known state of the store. Between two refreshes the store is not
 * examined, except for matching items, which are always read from it.
 *
 * <p>If the index on the disk cannot be used or written, the store is indexed in memory: slower, with the same results.
 * If there is not enough memory for that, each search scans the whole store ({@link ScanSearch}). Thread-safe.
 */
public final class MemorySearch implements AutoCloseable {
    private final MemoryStore store;
    private final StoreIndex onDisk;
    private final Duration lockWait;
    private final Supplier<Directory> memory;
    private volatile @Nullable ScanSearch scan;
    private volatile @Nullable Opened opened;
    private volatile List<Finding> unread = List.of();
    private volatile boolean isClosed;

    /**
     * The index in use.
     *
     * @param direct why the index on the disk is not used; null if it is
     */
    private record Opened(
            Directory directory,
            OpenIndex index,
            LuceneSearch search,
            @Nullable String direct) {}

    /**
     * The result of a refresh.
     *
     * @param update the files and items that were read
     * @param direct why the index on the disk could not be used; empty if it was used
     */
    public record Refreshed(UpdateResult update, Optional<String> direct) {}

    /**
     * The result of a search without an index.
     *
     * @param unread findings about what could not be read
     */
    public record Scanned(SearchResult result, UpdateResult update, List<Finding> unread) {
        public Scanned {
            unread = List.copyOf(unread);
        }
    }

    /** Answers a request by reading all items of a store, of which no index is made. */
    public static Scanned scan(MemoryStore store, SearchRequest request) throws IOException {
        try (MemorySearch search = new MemorySearch(store, Duration.ZERO)) {
            UpdateResult update = search.scanEachTime();
            long began = System.nanoTime();
            Matches matches = search.match(request);
            Duration time = Duration.ofNanos(System.nanoTime() - began);
            SearchResult result = new SearchResult(
                    matches.total(),
                    matches.isRelaxed(),
                    matches.isByBeginnings(),
                    search.read(matches.list()),
                    matches.facets(),
                    time);
            return new Scanned(result, update, search.unread());
        }
    }

    /**
     * @param store must stay open while this object is used
     * @param lockWait how long to wait for another process that updates the index before searching without it
     */
    public MemorySearch(MemoryStore store, Duration lockWait) {
        this(store, lockWait, ByteBuffersDirectory::new);
    }

    /** @param memory creates directories for indexes in memory */
    MemorySearch(MemoryStore store, Duration lockWait, Supplier<Directory> memory) {
        this.memory = memory;
        this.store = store;
        this.onDisk = new StoreIndex(store);
        this.lockWait = lockWait;
    }

    /**
     * Updates the known state to the current store.
     *
     * @throws SearchClosedException if this object is closed
     * @throws IOException if the store cannot be listed
     */
    public synchronized Refreshed refresh() throws IOException {
        requireOpen();
        String why;
        try {
            UpdateResult update = onDisk.update(lockWait, opened == null ? null : opened.index);
            // Also if it was up to date: another process may have updated it.
            open(onDisk.directory(), null);
            scan = null;
            unread = update.findings();
            return new Refreshed(update, Optional.empty());
        } catch (StoreLockedException e) {
            why = "another process is updating the index";
        } catch (UnusableIndexException e) {
            why = "the index cannot be rebuilt: " + e.what();
        } catch (IOException e) {
            why = "the index cannot be used: " + e.getMessage();
        }
        return new Refreshed(readDirectly(why), Optional.of(why));
    }

    private UpdateResult readDirectly(String why) throws IOException {
        try {
            UpdateResult update = readIntoMemory(why);
            scan = null;
            unread = update.findings();
            return update;
        } catch (IndexFailureException e) {
            return scanEachTime();
        }
    }

    /** Scans the store for each search until the next refresh. */
    private synchronized UpdateResult scanEachTime() throws IOException {
        requireOpen();
        scan = new ScanSearch(store);
        Opened before = opened;
        opened = null;
        if (before != null) {
            before.index.close();
        }
        unread = store.list().unseen();
        return new UpdateResult(UpdateResult.Kind.FRESH, 0, 0, 0, 0, 0, Duration.ZERO, unread);
    }

    /** Indexes the store in memory; does not read again what is already there and unchanged. */
    private UpdateResult readIntoMemory(String why) throws IOException {
        Opened before = opened;
        if (before != null && before.direct != null) {
            StoreListing listing = store.list();
            if (before.index.isFresh(listing)) {
                return new UpdateResult(
                        UpdateResult.Kind.FRESH,
                        before.index.items(),
                        0,
                        0,
                        0,
                        0,
                        Duration.ZERO,
                        StoreIndex.troubles(before.index, listing));
            }
            UpdateResult update = Indexer.update(store, Selection.ALL, before.directory, before.index);
            open(before.directory, why);
            return update;
        }
        Directory directory = memory.get();
        UpdateResult update = Indexer.update(store, Selection.ALL, directory, null);
        open(directory, why);
        return update;
    }

    private void open(Directory directory, @Nullable String direct) throws IOException {
        Opened before = opened;
        OpenIndex index = OpenIndex.open(directory, before == null ? null : before.index);
        opened = new Opened(directory, index, new LuceneSearch(index), direct);
        if (before != null) {
            before.index.close();
        }
    }

    /**
     * Answers a request from the known state, and reads the items of the requested page.
     *
     * @throws SearchClosedException if this object is closed
     * @throws IllegalStateException before the first {@link #refresh}
     */
    public SearchResult search(SearchRequest request) throws IOException {
        long began = System.nanoTime();
        Matches matches = match(request);
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        List<Hit> hits = new MatchReader(store).read(matches.list());
        if (hits.size() < matches.list().size()) {
            // The store has changed: refresh once. Items that change during the refresh are skipped.
            refresh();
            matches = match(request);
            hits = new MatchReader(store).read(matches.list());
        }
        return new SearchResult(
                matches.total(), matches.isRelaxed(), matches.isByBeginnings(), hits, matches.facets(), time);
    }

    /**
     * Answers a request from the known state, without examining the store. If no item has the words, searches for words
     * that begin with them, because users type partial words and stems.
     */
    public Matches match(SearchRequest request) throws IOException {
        Matches exact = matchExactly(request);
        if (exact.total() > 0) {
            return exact;
        }
        Optional<Query> wider = request.query().byBeginnings();
        if (wider.isEmpty()) {
            return exact;
        }
        Matches found = matchExactly(request.with(wider.get()));
        return found.total() > 0 ? found.byBeginnings() : exact;
    }

    private Matches matchExactly(SearchRequest request) throws IOException {
        try {
            return known(request);
        } catch (SearchClosedException e) {
            throw e;
        } catch (IOException e) {
            if (scan != null) {
                // Another thread has closed the index that was searched.
                return known(request);
            }
            Opened asked = opened;
            if (asked != null && asked.direct != null) {
                scanEachTime();
            } else if (e instanceof UnusableIndexException) {
                // Damage that was not detected when the index was opened.
                rebuild(String.valueOf(e.getMessage()));
            } else {
                directly("the index cannot be read: " + e.getMessage());
            }
            return known(request);
        }
    }

    private Matches known(SearchRequest request) throws IOException {
        ScanSearch scanning = scan;
        if (scanning == null) {
            return asked(search -> search.search(request));
        }
        try {
            Matches matches = scanning.search(request);
            unread = scanning.unread();
            return matches;
        } catch (OutOfMemoryError e) {
            throw new IOException("there is not enough memory to read this store", e);
        }
    }

    private void requireOpen() throws SearchClosedException {
        if (isClosed) {
            throw new SearchClosedException();
        }
    }

    private synchronized void rebuild(String why) throws IOException {
        requireOpen();
        try {
            UpdateResult update = onDisk.rebuild(lockWait);
            open(onDisk.directory(), null);
            unread = update.findings();
        } catch (IOException e) {
            readDirectly("the index is damaged: " + why);
        }
    }

    private synchronized void directly(String why) throws IOException {
        requireOpen();
        readDirectly(why);
    }

    private interface Question<T> {
        T of(LuceneSearch search) throws IOException;
    }

    /** Searches the open index. Another thread may close it meanwhile; it stays open until the last answer. */
    private <T> T asked(Question<T> question) throws IOException {
        while (true) {
            Opened now = opened;
            requireOpen();
            if (now == null && scan != null) {
                throw new IOException("the index was closed");
            }
            if (now == null) {
                throw new IllegalStateException("refresh must be called first");
            }
            if (now.index.reader().tryIncRef()) {
                try {
                    return question.of(now.search);
                } finally {
                    now.index.reader().decRef();
                }
            }
        }
    }

    /**
     * Returns the position of an item according to the known state; of several items with one id, the one that takes
     * precedence.
     */
    public Optional<Match> locate(String agent, ItemKind kind, String id) throws IOException {
        if (scan != null) {
            Query query = new Query(List.of(
                    new Clause.Named(Name.AGENT, Set.of(agent), false),
                    new Clause.Named(Name.KIND, Set.of(kind.word()), false),
                    new Clause.Named(Name.ID, Set.of(id), false)));
            return match(SearchRequest.of(query)).list().stream().findFirst();
        }
        long[] hashes = Fingerprint.ofIdAsWritten(id);
        return asked(search -> {
            for (CollectionFile file : store.filesOf(new ItemKey(agent, kind, id))) {
                for (long hash : hashes) {
                    Optional<Match> match = search.locate(file, hash);
                    if (match.isPresent()) {
                        return match;
                    }
                }
            }
            return Optional.empty();
        });
    }

    /** Reads matching items; skips those that are no longer at their positions. */
    public List<Hit> read(List<Match> matches) {
        return new MatchReader(store).read(matches);
    }

    /** Returns findings about the parts of the store that could not be read at the last refresh. */
    public List<Finding> unread() {
        return unread;
    }

    @Override
    public synchronized void close() throws IOException {
        isClosed = true;
        Opened now = opened;
        opened = null;
        if (now != null) {
            now.index.close();
        }
    }
}
