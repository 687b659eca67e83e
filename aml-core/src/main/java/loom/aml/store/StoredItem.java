package loom.aml.store;

import java.nio.charset.StandardCharsets;
import loom.aml.io.DamagedException;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;

/**
 * An item as it was in the store when it was read. Immutable.
 *
 * @param text its bytes, which callers must not modify
 */
public record StoredItem(ItemKey key, Revision revision, byte[] text) {

    /**
     * Copies an item that is being read.
     *
     * @param agent the agent that the memory belongs to
     * @throws IllegalArgumentException if the item has no id
     */
    public static StoredItem of(String agent, Item item) {
        String id = item.id();
        if (id == null) {
            throw new IllegalArgumentException("item " + item.ordinal() + " of " + agent + " has no id");
        }
        return new StoredItem(new ItemKey(agent, item.kind(), id), Revision.of(item), item.copyBytes());
    }

    /** Returns the item as JSON. */
    public String json() {
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Returns the fields of the item. Each call parses the text. */
    public Item fields() {
        try {
            return Item.alone(text, key.kind());
        } catch (DamagedException e) {
            throw new IllegalStateException("an item was valid when it was read: " + key, e);
        }
    }
}
