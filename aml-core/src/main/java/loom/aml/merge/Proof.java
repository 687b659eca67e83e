package loom.aml.merge;

import java.time.Instant;
import java.util.Comparator;
import loom.aml.item.Item;

/**
 * How well an item is proven: whether it turned out well, how often it was used, and when.
 *
 * @param failed whether it did not work, or would not be repeated
 * @param lastUsed {@link Instant#MIN} if unknown
 */
public record Proof(boolean failed, double uses, Instant lastUsed) {
    /** The better proven first; of equally proven ones the newer one. */
    public static final Comparator<Proof> BEST_FIRST = Comparator.comparing(Proof::failed)
            .thenComparing(Comparator.comparingDouble(Proof::uses).reversed())
            .thenComparing(Comparator.comparing(Proof::lastUsed).reversed());

    /** Returns the proof of an item. */
    public static Proof of(Item item) {
        boolean failed = !item.worked().orElse(true) || !item.wouldRepeat().orElse(true);
        Instant used = item.lastUsed();
        return new Proof(failed, item.uses(), used == null ? Instant.MIN : used);
    }
}
