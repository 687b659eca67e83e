package loom.aml.app.search;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.index.IndexState;
import loom.aml.index.MemorySearch;
import loom.aml.index.query.Clause;
import loom.aml.index.query.Name;
import loom.aml.index.query.Query;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.ItemTitle;
import loom.aml.merge.nominate.Ranking;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreListing;
import org.jspecify.annotations.Nullable;

/**
 * Nominates the items that the search index ranks highest for the title of an item. An index that is absent or outdated nominates nothing: to
 * update it would take longer than the plan. For one thread.
 */
public final class IndexRanking implements Ranking, AutoCloseable {
    private static final int MOST = 3;
    private static final Duration LOCK_WAIT = Duration.ZERO;

    private final MemoryStore store;
    private final Instant now;
    private @Nullable MemorySearch search;

    private IndexRanking(MemoryStore store, Instant now) {
        this.store = store;
        this.now = now;
    }

    /**
     * Opens the index of a store.
     *
     * @param store must stay open while this object is used
     * @param listing the present content of the store
     */
    public static IndexRanking open(MemoryStore store, StoreListing listing, Instant now) throws IOException {
        IndexRanking ranking = new IndexRanking(store, now);
        Optional<IndexState> state = IndexState.of(store.place(), listing);
        if (state.isPresent() && state.get().isFresh()) {
            MemorySearch search = new MemorySearch(store, LOCK_WAIT);
            search.refresh();
            ranking.search = search;
        }
        return ranking;
    }

    @Override
    public List<Fingerprint> nearest(Item item) throws IOException {
        String title = ItemTitle.of(item);
        if (search == null || title.isEmpty()) {
            return List.of();
        }
        // Without the item itself: a search relaxes to some of the words only if no item has all of them.
        Query others =
                QueryParser.parse(title, now).and(new Clause.Named(Name.ID, Set.of(String.valueOf(item.id())), true));
        SearchRequest request = SearchRequest.of(others).withPage(0, MOST);
        return search.search(IndexLines.passOver(store, request)).hits().stream()
                .map(hit -> hit.item().fingerprint())
                .toList();
    }

    @Override
    public void close() throws IOException {
        if (search != null) {
            search.close();
        }
    }
}
