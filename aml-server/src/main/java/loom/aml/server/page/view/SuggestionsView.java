package loom.aml.server.page.view;

import java.util.List;
import loom.aml.store.Explanation;

/**
 * The memories that a person should decide about.
 *
 * @param similar the first pairs of similar items, of {@code similarTotal}
 * @param stale the first items that mention what is gone, of {@code staleTotal}
 * @param repository the repository that the mentions were checked against; empty if it was not found
 * @param isComplete whether neither the store nor the repository was too large to be checked completely
 * @param tidy the first items that tidying would remove, of {@code tidyTotal}
 * @param needsTidying whether tidying would change a file
 * @param findings the parts that could not be checked
 */
public record SuggestionsView(
        List<SimilarItems> similar,
        long similarTotal,
        List<StaleItem> stale,
        int staleTotal,
        String repository,
        boolean isComplete,
        List<Explanation> tidy,
        int tidyTotal,
        boolean needsTidying,
        List<FindingView> findings) {
    public SuggestionsView {
        similar = List.copyOf(similar);
        stale = List.copyOf(stale);
        tidy = List.copyOf(tidy);
        findings = List.copyOf(findings);
    }
}
