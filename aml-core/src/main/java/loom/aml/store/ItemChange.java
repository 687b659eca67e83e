package loom.aml.store;

import java.util.Arrays;
import loom.aml.io.DamagedException;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import org.jspecify.annotations.Nullable;

/**
 * A change of one item, named by its key. {@link MemoryStore#changes} resolves such changes to changes of collections.
 */
public sealed interface ItemChange {

    ItemKey key();

    /**
     * Checks the change without looking at a store.
     *
     * @throws IllegalArgumentException if it names no valid agent, or the text of an item is not a JSON object with the id of its key
     */
    default void requireValid() {
        if (!AgentNames.isValid(key().agent())) {
            throw new IllegalArgumentException("not a valid name of an agent: " + key().agent());
        }
    }

    /** Returns the condition for the change. */
    Precondition precondition();

    /**
     * Stores an item: a new item at the end of its collection, an existing one at its position.
     *
     * @param text the item as UTF-8 JSON, with the id of the key
     * @param isExact whether the white space between its tokens matters: a new item is otherwise indented like its neighbours, and an
     *     item that differs in nothing else is left as it is
     */
    record Put(ItemKey key, byte[] text, Precondition precondition, boolean isExact) implements ItemChange {
        /** Creates a put of an item whose white space does not matter. */
        public Put(ItemKey key, byte[] text, Precondition precondition) {
            this(key, text, precondition, false);
        }

        /** Creates a put of bytes that were in the store before. */
        public static Put exact(ItemKey key, byte[] text, Precondition precondition) {
            return new Put(key, text, precondition, true);
        }

        @Override
        public void requireValid() {
            ItemChange.super.requireValid();
            try {
                if (!key.id().equals(Item.alone(text, key.kind()).id())) {
                    throw new IllegalArgumentException("the text of " + key + " does not have the id of its key");
                }
            } catch (DamagedException e) {
                throw new IllegalArgumentException("the text of " + key + " is not a JSON object: " + e.what(), e);
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Put put
                    && key.equals(put.key)
                    && Arrays.equals(text, put.text)
                    && precondition.equals(put.precondition)
                    && isExact == put.isExact;
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
     * Removes an item and all its duplicates. They are archived first.
     *
     * @param cause recorded with the archived item
     */
    record Remove(ItemKey key, Cause cause, Precondition precondition) implements ItemChange {}
}
