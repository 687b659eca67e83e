package loom.aml.app.search;

import java.io.IOException;
import java.time.Duration;
import loom.aml.app.OpenStore;
import loom.aml.index.MemorySearch;
import loom.aml.index.SearchResult;
import loom.aml.index.query.SearchRequest;

/** Updates the search index and searches a store by words and fields. */
public final class SearchStore {
    /**
     * Another process usually finishes its index update within this time. After it, reading the store is faster than
     * waiting.
     */
    private static final Duration LOCK_WAIT = Duration.ofSeconds(2);

    private final OpenStore opened;

    public SearchStore(OpenStore opened) {
        this.opened = opened;
    }

    public SearchAnswer run(SearchRequest request) throws IOException {
        try (MemorySearch search = new MemorySearch(opened.store(), LOCK_WAIT)) {
            MemorySearch.Refreshed refreshed = search.refresh();
            SearchResult result = search.search(IndexLines.passOver(opened.store(), request));
            return new SearchAnswer(opened.location(), request, refreshed, result, search.unread());
        }
    }
}
