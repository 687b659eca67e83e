package loom.aml.app.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import loom.aml.app.search.BriefAnswer.BriefHit;
import loom.aml.index.Hit;
import loom.aml.item.Item;

/** Selects the items that say nearly the same as another one, so that a second copy need not be kept. */
public final class SimilarItems {
    /** The least share of common words, as the Jaccard index of both sets of words. */
    private static final double SIMILAR = 0.5;

    private static final int MOST = 3;

    private SimilarItems() {}

    /** Returns the items of a search that are similar to an item, without that item itself. */
    public static List<BriefHit> to(Item item, List<Hit> hits) {
        Set<String> words = ItemWords.of(item).all();
        List<BriefHit> similar = new ArrayList<>();
        for (Hit hit : hits) {
            boolean isOther = !String.valueOf(item.id()).equals(hit.item().id());
            if (isOther
                    && similar.size() < MOST
                    && share(words, ItemWords.of(hit.item()).all()) >= SIMILAR) {
                similar.add(BriefHit.of(hit));
            }
        }
        return similar;
    }

    private static double share(Set<String> words, Set<String> others) {
        Set<String> common = new HashSet<>(words);
        common.retainAll(others);
        int all = words.size() + others.size() - common.size();
        return all == 0 ? 0 : (double) common.size() / all;
    }
}
