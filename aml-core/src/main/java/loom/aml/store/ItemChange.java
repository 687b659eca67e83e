package loom.aml.store;

import java.util.Arrays;
import loom.aml.item.ItemKey;
import org.jspecify.annotations.Nullable;

/** A change of one item, named by its key. {@link MemoryStore#changes} turns such changes into changes of collections. */
public sealed interface ItemChange {

    ItemKey key();

    /** What must hold for the change to be made. */
    Precondition precondition();

    /**
     * Stores an item: a new one at the end of its collection, an existing one where it is.
     *
     * @param text the item as UTF-8 JSON, whose id is that of the key
     */
    record Put(ItemKey key, byte[] text, Precondition precondition) implements ItemChange {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Put put
                    && key.equals(put.key)
                    && Arrays.equals(text, put.text)
                    && precondition.equals(put.precondition);
        }

        @Override
        public int hashCode() {
            return key.hashCode() * 31 + Arrays.hashCode(text);
        }

        @Override
        public String toString() {
            return "Put[" + key + ", " + text.length + " bytes, " + precondition + "]";
        }
    }

    /**
     * Removes an item, and all its duplicates. They are archived first.
     *
     * @param cause recorded with the archived item
     */
    record Remove(ItemKey key, Cause cause, Precondition precondition) implements ItemChange {}
}
