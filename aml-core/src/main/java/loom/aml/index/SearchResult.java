package loom.aml.index;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import loom.aml.index.query.Facets;

/**
 * The result of a search.
 *
 * @param total the number of matching items
 * @param isRelaxed whether no item has all the words, so that items with some of them match
 * @param isByBeginnings whether no item has any of the words, so that items with words that begin with them match
 * @param hits the requested page, read from the store, without items that have changed since
 * @param facets the counts, if requested
 * @param time the time of the query itself in the open index
 */
public record SearchResult(
        long total, boolean isRelaxed, boolean isByBeginnings, List<Hit> hits, Optional<Facets> facets, Duration time) {
    public SearchResult {
        hits = List.copyOf(hits);
    }
}
