package loom.aml.server.page.view;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A search and its result.
 *
 * @param action the address of the search
 * @param chosen the parameters that narrow it, which the form keeps
 * @param summary the number of items, in words
 * @param notes how the query was understood
 * @param findings collections that could not be read, whose items are missing in the result
 * @param before the address of the previous page of results
 * @param after the address of the next page of results
 */
public record ExploreView(
        String action,
        String query,
        Map<String, String> chosen,
        String summary,
        List<String> notes,
        List<Facet> facets,
        List<ItemRow> items,
        List<FindingView> findings,
        Optional<String> before,
        Optional<String> after) {
    public ExploreView {
        chosen = Map.copyOf(chosen);
        notes = List.copyOf(notes);
        facets = List.copyOf(facets);
        items = List.copyOf(items);
        findings = List.copyOf(findings);
    }
}
