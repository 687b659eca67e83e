package loom.aml.index.query;

import java.util.List;
import java.util.Optional;

/**
 * The answer to a search request.
 *
 * @param total the number of matching items
 * @param isRelaxed whether no item has all the words, so that items with some of them match
 * @param isByBeginnings whether no item has any of the words, so that items with words that begin with them match
 * @param list the requested page
 * @param facets the counts, if requested
 */
public record Matches(
        long total, boolean isRelaxed, boolean isByBeginnings, List<Match> list, Optional<Facets> facets) {
    public Matches {
        list = List.copyOf(list);
    }

    public Matches(long total, boolean isRelaxed, List<Match> list, Optional<Facets> facets) {
        this(total, isRelaxed, false, list, facets);
    }

    /** Returns the same matches, marked as found by the beginnings of words. */
    public Matches byBeginnings() {
        return new Matches(total, isRelaxed, true, list, facets);
    }
}
