package loom.aml.app.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.search.BriefAnswer.BriefHit;
import loom.aml.index.Hit;
import loom.aml.item.Item;
import loom.aml.merge.MergePolicy;
import loom.aml.merge.decide.ComparedItem;
import loom.aml.merge.decide.Decider;
import loom.aml.merge.decide.Decision;
import loom.aml.merge.decide.Verdict;

/** Selects the items that say nearly the same as another one, so that a second copy need not be kept. */
public final class SimilarItems {
    /** The least share of common words, as the Jaccard index of both sets of words. */
    private static final double SIMILAR = 0.5;

    private static final int MOST = 3;

    private SimilarItems() {}

    /** Returns the items of a search that are similar to an item, without that item itself, and how they relate to it. */
    public static List<SimilarItem> to(Item item, List<Hit> hits) {
        Set<String> words = ItemWords.of(item).all();
        List<SimilarItem> similar = new ArrayList<>();
        for (Hit hit : hits) {
            boolean isOther = !String.valueOf(item.id()).equals(hit.item().id());
            if (isOther && similar.size() < MOST) {
                compared(item, words, hit).ifPresent(similar::add);
            }
        }
        return similar;
    }

    private static Optional<SimilarItem> compared(Item item, Set<String> words, Hit hit) {
        Optional<Decision> decision = ComparedItem.of(item)
                .flatMap(one -> ComparedItem.of(hit.item())
                        .map(other -> new Decider(MergePolicy.DEFAULT.related(), MergePolicy.DEFAULT.contradictory())
                                .decide(one, other)));
        if (decision.isPresent() && decision.get().verdict() != Verdict.DIFFERENT) {
            return Optional.of(new SimilarItem(
                    BriefHit.of(hit), decision.get().verdict(), decision.get().reason()));
        }
        return share(words, ItemWords.of(hit.item()).all()) >= SIMILAR
                ? Optional.of(new SimilarItem(BriefHit.of(hit), Verdict.RELATED, "many words in common"))
                : Optional.empty();
    }

    private static double share(Set<String> words, Set<String> others) {
        Set<String> common = new HashSet<>(words);
        common.retainAll(others);
        int all = words.size() + others.size() - common.size();
        return all == 0 ? 0 : (double) common.size() / all;
    }
}
