package loom.aml.store;

import java.util.Comparator;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import org.jspecify.annotations.Nullable;

/**
 * An item that a plan takes out of its collection. Small on purpose, for a plan may hold a million: the id is not kept, the
 * item itself says it when it is met again.
 *
 * @param ordinal position in the collection's array when the plan was made
 * @param length bytes of text that leave with it
 * @param fingerprint the version of the item that was judged
 * @param cause why
 * @param survivor what must still stand for the removal to be right; null if it relies on nothing
 */
public record Removal(
        int ordinal,
        int length,
        Fingerprint fingerprint,
        Cause cause,
        @Nullable Survivor survivor) {

    /**
     * In the order of the text. The lambda in {@link Comparator#comparingInt} is serializable: no AOT cache holds such a class, and
     * every start that plans would make it anew.
     */
    public static final Comparator<Removal> IN_THE_TEXT = (one, other) -> Integer.compare(one.ordinal, other.ordinal);

    /**
     * The item that stays in the place of a duplicate.
     *
     * @param file where it stands
     * @param seen the version of that file
     * @param fingerprint the version of the item
     */
    public record Survivor(CollectionFile file, Version seen, Fingerprint fingerprint) {}

    /** The removal of an item as it stands now. */
    public static Removal of(Item item, Cause cause) {
        return of(item, cause, null);
    }

    /** The removal of an item as it stands now, as long as the survivor stands too. */
    public static Removal of(Item item, Cause cause, @Nullable Survivor survivor) {
        return new Removal(item.ordinal(), item.lengthWithSeparator(), item.fingerprint(), cause, survivor);
    }

    /** Whether the item that stays in its place is the same, to the byte: nothing is forgotten then. */
    public boolean isOfACopy() {
        return survivor != null && survivor.fingerprint().equals(fingerprint);
    }

    /** The same removal at the place where the item stands now. */
    public Removal at(int newOrdinal) {
        return new Removal(newOrdinal, length, fingerprint, cause, survivor);
    }
}
