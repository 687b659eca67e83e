package loom.aml.index.query;

import java.util.List;
import java.util.Optional;

/**
 * The answer to a request.
 *
 * @param total how many items were found
 * @param isRelaxed whether no item has all the words, so that those with some of them were found
 * @param list the page that was asked for
 * @param facets the counts, if they were asked for
 */
public record Matches(long total, boolean isRelaxed, List<Match> list, Optional<Facets> facets) {
    public Matches {
        list = List.copyOf(list);
    }
}
