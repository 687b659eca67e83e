package loom.aml.index.query;

import java.util.List;
import loom.aml.item.Fingerprint;
import loom.aml.store.CollectionFile;

/**
 * A matching item: its position and its rank.
 *
 * @param offset the offset of its first byte in the text of the collection
 * @param length its length in bytes
 * @param fingerprint the matching version of the item
 * @param score the value by which it was ranked: BM25, or the sort field; 0 if absent
 * @param reasons the parts of the score; empty unless requested
 */
public record Match(
        CollectionFile file, long offset, int length, Fingerprint fingerprint, double score, List<Reason> reasons) {

    public Match {
        reasons = List.copyOf(reasons);
    }

    /**
     * A part of a score.
     *
     * @param what a word, phrase or numeric field
     * @param part its contribution: words are added, numeric fields are multiplied
     */
    public record Reason(String what, double part) {}
}
