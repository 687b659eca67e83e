package loom.aml.merge.nominate;

import java.io.IOException;
import java.util.List;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;

/** A second source of nominations beside the signatures: the ranking of a search index, where there is one. */
@FunctionalInterface
public interface Ranking {
    /** Nominates nothing. */
    Ranking NONE = _ -> List.of();

    /** Returns the items that rank highest for the words of an item, best first. The item itself may be among them. */
    List<Fingerprint> nearest(Item item) throws IOException;
}
