package loom.aml.app.stores;

import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;

/**
 * An item that is added to a store.
 *
 * @param from the location of the store that it comes from
 * @param as the key that it gets; differs from its own if another item has that
 */
public record AdoptedItem(String from, ItemKey key, ItemKey as) {
    /** Returns whether another item has its id. */
    public boolean isRenamed() {
        return !key.equals(as);
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("item", key.toString())
                .put("as", as.toString())
                .put("from", from)
                .build();
    }
}
