package loom.aml.app.item;

import loom.aml.item.ItemKey;

/** An item that is pinned cannot be removed. */
public final class PinnedItemException extends Exception {
    private static final long serialVersionUID = 1L;

    PinnedItemException(ItemKey key) {
        super(key + " is pinned; unpin it first");
    }
}
