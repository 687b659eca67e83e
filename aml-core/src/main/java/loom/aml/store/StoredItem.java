package loom.aml.store;

import java.nio.charset.StandardCharsets;
import loom.aml.io.DamagedException;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;

/**
 * An item as it was in the store when it was read. Not changed by anybody.
 *
 * @param text its bytes, which callers must not change
 */
public record StoredItem(ItemKey key, Revision revision, byte[] text) {

    /**
     * A copy of an item that is being read.
     *
     * @param agent the agent whose memory it is in
     * @throws IllegalArgumentException if the item has no id
     */
    public static StoredItem of(String agent, Item item) {
        String id = item.id();
        if (id == null) {
            throw new IllegalArgumentException("item " + item.ordinal() + " of " + agent + " has no id");
        }
        return new StoredItem(new ItemKey(agent, item.kind(), id), Revision.of(item), item.copyBytes());
    }

    /** The item as JSON. */
    public String json() {
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Its fields. Parsed at each call. */
    public Item fields() {
        try {
            return Item.alone(text, key.kind());
        } catch (DamagedException e) {
            throw new IllegalStateException("an item was sound when it was read: " + key, e);
        }
    }
}
