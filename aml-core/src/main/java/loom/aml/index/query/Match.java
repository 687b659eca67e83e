package loom.aml.index.query;

import java.util.List;
import loom.aml.item.Fingerprint;
import loom.aml.store.CollectionFile;

/**
 * An item that was found: where it stands, and why where in the answer.
 *
 * @param offset of its first byte in the text of the collection
 * @param length its bytes
 * @param fingerprint the version of it that was found
 * @param score what it was ranked by: BM25, or the figure of the order; 0 where it has none
 * @param reasons what the score is made of; empty unless asked for
 */
public record Match(
        CollectionFile file, long offset, int length, Fingerprint fingerprint, double score, List<Reason> reasons) {

    public Match {
        reasons = List.copyOf(reasons);
    }

    /**
     * A part of a score.
     *
     * @param what a word, a phrase or a figure of the item
     * @param part what it gave: summed up for words, multiplied for figures
     */
    public record Reason(String what, double part) {}
}
