package loom.aml.server.page.view;

import java.util.List;
import loom.aml.item.ItemTitle;
import loom.aml.merge.ReadPair;
import loom.aml.merge.decide.Verdict;
import loom.aml.store.StoredItem;

/**
 * Two similar items that await a decision.
 *
 * @param name the name of the suggestion, which changes with the content of the items
 * @param kept the item that is kept if the suggestion is accepted
 * @param other the item that is merged into it, or archived
 * @param consequence the effect of accepting the suggestion
 * @param sentences the first sentences that differ
 */
public record SimilarItems(
        String name,
        String verdict,
        String reason,
        Link kept,
        Link other,
        String consequence,
        List<Sentences> sentences) {
    private static final int SHOWN = 4;

    /** A link to an item. */
    public record Link(String title, String address, String owner) {
        private static Link of(String store, StoredItem item) {
            return new Link(
                    ItemTitle.orId(ItemTitle.of(item.fields()), item.key().id()),
                    Addresses.item(store, item.key()),
                    item.key().kind().word() + " of " + item.key().agent());
        }
    }

    /** A sentence of the first item and its counterpart in the other one, with the words that differ. */
    public record Sentences(String field, MarkedText one, MarkedText other) {}

    public SimilarItems {
        sentences = List.copyOf(sentences);
    }

    public static SimilarItems of(String store, ReadPair pair) {
        return new SimilarItems(
                pair.name(),
                pair.decision().verdict().word(),
                pair.decision().reason(),
                Link.of(store, pair.one()),
                Link.of(store, pair.other()),
                pair.decision().verdict() == Verdict.CONTRADICTORY
                        ? "keeps the first one and archives the second"
                        : "merges the second one into the first",
                pair.decision().differences().stream()
                        .limit(SHOWN)
                        .map(each -> new Sentences(
                                each.field(),
                                MarkedText.of(each.one(), each.differing()),
                                MarkedText.of(each.other(), each.otherDiffering())))
                        .toList());
    }
}
