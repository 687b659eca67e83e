package loom.aml.index.query;

import java.util.List;
import java.util.Optional;

/**
 * The answer to a request.
 *
 * @param total how many items were found
 * @param isRelaxed whether no item has all the words, so that those with some of them were found
 * @param isByBeginnings whether no item has any of the words, so that those with words that begin so were found
 * @param list the page that was asked for
 * @param facets the counts, if they were asked for
 */
public record Matches(
        long total, boolean isRelaxed, boolean isByBeginnings, List<Match> list, Optional<Facets> facets) {
    public Matches {
        list = List.copyOf(list);
    }

    public Matches(long total, boolean isRelaxed, List<Match> list, Optional<Facets> facets) {
        this(total, isRelaxed, false, list, facets);
    }

    /** The same, found by the beginnings of words. */
    public Matches byBeginnings() {
        return new Matches(total, isRelaxed, true, list, facets);
    }
}
