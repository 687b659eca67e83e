package loom.aml.app.host;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreCache;
import loom.aml.app.StoreOpener;
import loom.aml.app.history.NotUndoableException;
import loom.aml.app.history.UndoRun;
import loom.aml.app.item.AddItem;
import loom.aml.app.item.AmbiguousIdException;
import loom.aml.app.item.ConflictException;
import loom.aml.app.item.EditItem;
import loom.aml.app.item.FindItem;
import loom.aml.app.item.HostedItems;
import loom.aml.app.item.ItemChanged;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.app.item.PinnedItemException;
import loom.aml.app.item.RecordFeedback;
import loom.aml.app.item.RemoveItem;
import loom.aml.app.item.RevertItem;
import loom.aml.app.monitor.ShowStatus;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.RunOptions;
import loom.aml.app.run.RunResult;
import loom.aml.app.search.BriefAnswer;
import loom.aml.app.search.IndexLines;
import loom.aml.app.search.ListAgents;
import loom.aml.app.search.SearchAnswer;
import loom.aml.app.search.SearchStore;
import loom.aml.app.search.SimilarItem;
import loom.aml.app.search.SimilarItems;
import loom.aml.app.similar.FindSimilar;
import loom.aml.edit.InvalidItemException;
import loom.aml.index.Hit;
import loom.aml.index.SearchResult;
import loom.aml.index.query.Clause;
import loom.aml.index.query.Name;
import loom.aml.index.query.Query;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.ItemTitle;
import loom.aml.recall.Lookup;
import loom.aml.recall.Recall;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoStoreException;
import loom.aml.store.Selection;
import loom.aml.store.StoredItem;
import org.jspecify.annotations.Nullable;

/**
 * The use cases of one store for a process that runs for a long time and has many threads. A change is durable when its
 * method returns, is a run of its own, and is seen by each search that begins afterwards. Changes by other processes are
 * seen within the time that the recall policy allows.
 *
 * <p>The store is opened at the first call, and again after a failure, so that the process can start before the store
 * exists. It is locked against other runs only while a change is committed. Thread-safe.
 */
public final class MemoryHost implements AutoCloseable {
    private static final RunOptions UNDO = new RunOptions(true, true);
    /** A caller waits no longer for the comparison of all items; that of a large store lasts seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final StoreOpener stores;
    private final Supplier<RandomGenerator> randomness;
    private final FrontEnd frontEnd;
    private final Creation creation;
    private final ReentrantLock opening = new ReentrantLock();
    private final StoreCache<Long> suggestions = StoreCache.ofState(Duration.ofHours(1));
    private volatile @Nullable Opened opened;

    /** Creates a missing store for the first item. */
    @FunctionalInterface
    public interface Creation {
        void run() throws IOException;
    }

    private record Opened(HostedItems items, MemoryStore store, Recall recall, String location) {}

    /**
     * @param stores opens the store; called by several threads
     * @param randomness returns a new source of ids at each call
     */
    public MemoryHost(StoreOpener stores, Supplier<RandomGenerator> randomness, FrontEnd frontEnd, Creation creation) {
        this.stores = stores;
        this.randomness = randomness;
        this.frontEnd = frontEnd;
        this.creation = creation;
    }

    private Opened opened() throws IOException {
        Opened known = opened;
        if (known != null) {
            return known;
        }
        opening.lock();
        try {
            known = opened;
            if (known == null) {
                OpenStore store = stores.forReading();
                Recall recall = Recall.open(store.store(), store.policies().recall());
                known = new Opened(new HostedItems(stores, randomness), store.store(), recall, store.location());
                opened = known;
            }
            return known;
        } finally {
            opening.unlock();
        }
    }

    public Instant now() {
        return stores.clock().instant();
    }

    private Opened openedOrCreated() throws IOException {
        opening.lock();
        try {
            return opened();
        } catch (NoStoreException e) {
            create();
            return opened();
        } finally {
            opening.unlock();
        }
    }

    private void create() throws IOException {
        try {
            creation.run();
        } catch (FileAlreadyExistsException e) {
            // Another process created it in the meantime, or opening it fails with the reason.
        }
    }

    /** Searches for a reader with little room; see {@link BriefAnswer}. */
    public BriefAnswer search(SearchRequest request, int tokens) throws IOException {
        Opened now = opened();
        SearchResult result = now.recall.search(IndexLines.passOver(now.store, request.withReasons()));
        return BriefAnswer.of(now.location, result, SearchAnswer.notes(request, result), now.recall.unread(), tokens);
    }

    /** Searches like {@link SearchStore}. */
    public SearchAnswer search(SearchRequest request) throws IOException {
        Opened now = opened();
        SearchResult result = now.recall.search(IndexLines.passOver(now.store, request));
        return new SearchAnswer(
                now.location, request, now.recall.refreshed().orElseThrow(), result, now.recall.unread());
    }

    /** Returns items that say nearly the same as an item of the store, the most relevant ones first. */
    public List<SimilarItem> similarTo(StoredItem item) throws IOException {
        Item fields = item.fields();
        // Without the item itself: a search relaxes to some of the words only if no item has all of them.
        Query others = QueryParser.parse(ItemTitle.of(fields), now())
                .and(new Clause.Named(Name.ID, Set.of(item.key().id()), true));
        SearchRequest request = SearchRequest.of(others);
        Opened now = opened();
        return SimilarItems.to(
                fields,
                now.recall
                        .search(IndexLines.passOver(now.store, request.withReasons()))
                        .hits());
    }

    /** Returns the number of pairs of similar items that await a decision; empty while those of a large store are compared for the first time. */
    public OptionalLong suggestions() throws IOException {
        return suggestions
                .getWithin(PATIENCE, "", stores, opened -> new FindSimilar(opened).count())
                .map(entry -> OptionalLong.of(entry.value()))
                .orElse(OptionalLong.empty());
    }

    /** Finds the item with an id, or the only one whose id begins with it. A whole id is found without reading all items. */
    public FindItem.Result find(String id) throws IOException, NoSuchItemException, AmbiguousIdException {
        return find(new FindItem.Request(id, Selection.ALL));
    }

    /** Finds an item among those of some agents and kinds. */
    public FindItem.Result find(FindItem.Request request)
            throws IOException, NoSuchItemException, AmbiguousIdException {
        Opened now = opened();
        List<Clause> clauses = new ArrayList<>(List.of(new Clause.Named(Name.ID, Set.of(request.id()), false)));
        Selection within = request.within();
        if (!within.agents().isEmpty()) {
            clauses.add(new Clause.Named(Name.AGENT, within.agents(), false));
        }
        if (!within.kinds().equals(Selection.ALL.kinds())) {
            clauses.add(new Clause.Named(
                    Name.KIND, within.kinds().stream().map(ItemKind::word).collect(Collectors.toSet()), false));
        }
        Query named = new Query(clauses);
        List<Hit> hits = now.recall.search(SearchRequest.of(named)).hits();
        // The beginning of an id may also be the whole id of an item that another one absorbed.
        if (hits.size() == 1 && request.id().equals(hits.getFirst().item().id())) {
            return new FindItem.Result(now.location, found(hits.getFirst()), now.recall.unread());
        }
        try (OpenStore store = stores.forReading()) {
            return new FindItem(store).run(request);
        }
    }

    /** Returns a note whose id has this ending; empty if absent, also if the store does not exist yet. */
    public Optional<StoredItem> noteEndingWith(String ending) throws IOException {
        Selection notes = new Selection(Set.of(), Set.of(ItemKind.NOTE));
        try (OpenStore store = stores.forReading()) {
            return Lookup.matching(store.store(), notes, id -> id.endsWith(ending)).found().stream()
                    .map(Lookup.Found::item)
                    .findFirst();
        } catch (NoStoreException e) {
            return Optional.empty();
        }
    }

    private static Lookup.Found found(Hit hit) {
        return new Lookup.Found(
                hit.match().file(),
                hit.match().offset(),
                StoredItem.of(hit.match().file().agent(), hit.item()));
    }

    /** Adds an item like {@link AddItem}. The first one creates the store. */
    public ItemChanged add(AddItem.Request request) throws IOException, InvalidItemException, ConflictException {
        Opened now = openedOrCreated();
        return seen(now, now.items.add(request));
    }

    /** Changes an item like {@link EditItem}. */
    public ItemChanged edit(EditItem.Request request) throws IOException, InvalidItemException, ConflictException {
        Opened now = opened();
        return seen(now, now.items.edit(request));
    }

    /** Reverts an item like {@link RevertItem}. */
    public ItemChanged revert(RevertItem.Request request) throws IOException, InvalidItemException, ConflictException {
        Opened now = opened();
        return seen(now, now.items.revert(request));
    }

    /** Records feedback like {@link RecordFeedback}. */
    public ItemChanged feedback(RecordFeedback.Request request)
            throws IOException, InvalidItemException, ConflictException {
        Opened now = opened();
        return seen(now, now.items.feedback(request));
    }

    /** Removes an item like {@link RemoveItem}. */
    public ItemChanged remove(RemoveItem.Request request) throws IOException, ConflictException, PinnedItemException {
        Opened now = opened();
        return seen(now, now.items.remove(request));
    }

    /** Returns the result of a change that was not necessary because the item exists. */
    public ItemChanged unchanged(StoredItem item) throws IOException {
        return new ItemChanged(
                opened().location, item.key(), ItemTitle.of(item.fields()), Optional.of(item), Optional.empty());
    }

    private static ItemChanged seen(Opened now, ItemChanged changed) {
        now.recall.changed();
        return changed;
    }

    /** Makes all later searches see the changes that other use cases of this process made until now. */
    public void changed() {
        Opened known = opened;
        if (known != null) {
            known.recall.changed();
        }
    }

    /** Undoes a run like {@link UndoRun}, confirmed in advance. */
    public RunResult undo(String run) throws IOException, NotUndoableException, DeclinedException {
        Opened now = opened();
        try {
            return now.items.between(
                    store -> new UndoRun(new OpenStore(store, stores.configuration(), randomness), frontEnd)
                            .run(new UndoRun.Request(run, 0), UNDO));
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case NotUndoableException notUndoable -> throw notUndoable;
                case DeclinedException declined -> throw declined;
                case IOException io -> throw io;
                case RuntimeException invalid -> throw invalid;
                case null, default -> throw e;
            }
        } finally {
            now.recall.changed();
        }
    }

    /** Shows the status of the store like {@link ShowStatus}. */
    public ShowStatus.Result status() throws IOException {
        try (OpenStore store = stores.forReading()) {
            return new ShowStatus(store, frontEnd).run();
        }
    }

    /** Lists the agents like {@link ListAgents}. */
    public ListAgents.Result agents() throws IOException {
        try (OpenStore store = stores.forReading()) {
            return new ListAgents(store).run();
        }
    }

    /** Returns the kinds of items that the store holds; those of the runtime if it does not exist yet. */
    public Set<ItemKind> kinds() throws IOException {
        try {
            return opened().store.kinds();
        } catch (NoStoreException e) {
            return Set.copyOf(ItemKind.RUNTIME);
        }
    }

    /** Returns the only agent of the store; empty if it has none or several, or does not exist. */
    public Optional<String> onlyAgent() throws IOException {
        try (OpenStore store = stores.forReading()) {
            Set<String> agents = store.agents();
            return agents.size() == 1 ? Optional.of(agents.iterator().next()) : Optional.empty();
        } catch (NoStoreException e) {
            return Optional.empty();
        }
    }

    /** Commits what was submitted and closes the store. */
    @Override
    public void close() throws IOException {
        opening.lock();
        try {
            Opened known = opened;
            opened = null;
            if (known != null) {
                known.items.close();
                known.recall.close();
            }
        } finally {
            opening.unlock();
        }
    }
}
