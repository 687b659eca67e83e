package loom.aml.merge;

import loom.aml.item.Fingerprint;
import loom.aml.merge.decide.Verdict;
import loom.aml.store.CollectionFile;
import loom.aml.store.TextSlice;

/**
 * Two items that were compared. The first one is the better proven or the newer one.
 *
 * @param similarity the share of common words with a topic, 0 to 1
 */
public record SimilarPair(Place one, Place other, Verdict verdict, double similarity) {

    /**
     * Where an item was read.
     *
     * @param slice its place in the text of the file
     * @param fingerprint its version
     */
    public record Place(CollectionFile file, TextSlice slice, Fingerprint fingerprint) {}
}
