package loom.aml.store;

import java.util.Comparator;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import org.jspecify.annotations.Nullable;

/**
 * A planned removal of an item from its collection. Compact, since a plan may hold a million: the id is not kept but
 * read from the item again.
 *
 * @param ordinal the position in the array of the collection when the plan was made
 * @param length the bytes of text that are removed with it
 * @param fingerprint the version of the item that was judged
 * @param cause the cause of the removal
 * @param survivor the item that must still exist for the removal to be valid; null if the removal is unconditional
 */
public record Removal(
        int ordinal,
        int length,
        Fingerprint fingerprint,
        Cause cause,
        @Nullable Survivor survivor) {

    /**
     * Orders removals by their position in the text. The lambda in {@link Comparator#comparingInt} is serializable: an
     * AOT cache cannot hold such a class, so every start that plans would generate it again.
     */
    public static final Comparator<Removal> IN_THE_TEXT = (one, other) -> Integer.compare(one.ordinal, other.ordinal);

    /**
     * The item that is kept in the place of a duplicate.
     *
     * @param file the file that contains it
     * @param seen the version of that file
     * @param fingerprint the version of the item
     */
    public record Survivor(CollectionFile file, Version seen, Fingerprint fingerprint) {}

    /** Returns the removal of an item in its present version. */
    public static Removal of(Item item, Cause cause) {
        return of(item, cause, null);
    }

    /** Returns the removal of an item in its present version, on condition that the survivor exists. */
    public static Removal of(Item item, Cause cause, @Nullable Survivor survivor) {
        return new Removal(item.ordinal(), item.lengthWithSeparator(), item.fingerprint(), cause, survivor);
    }

    /** Returns whether the survivor has the same bytes, so that no content is lost. */
    public boolean isOfACopy() {
        return survivor != null && survivor.fingerprint().equals(fingerprint);
    }

    /** Returns the same removal at the present position of the item. */
    public Removal at(int newOrdinal) {
        return new Removal(newOrdinal, length, fingerprint, cause, survivor);
    }
}
