package loom.aml.index;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import loom.aml.index.query.Facets;

/**
 * What was found.
 *
 * @param total how many items were found
 * @param isRelaxed whether no item has all the words, so that those with some of them were found
 * @param isByBeginnings whether no item has any of the words, so that those with words that begin so were found
 * @param hits the page that was asked for, read from the store; one that changed since it was found is not among them
 * @param facets the counts, if they were asked for
 * @param time how long the query itself took, in the open index
 */
public record SearchResult(
        long total, boolean isRelaxed, boolean isByBeginnings, List<Hit> hits, Optional<Facets> facets, Duration time) {
    public SearchResult {
        hits = List.copyOf(hits);
    }
}
