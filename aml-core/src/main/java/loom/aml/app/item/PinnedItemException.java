package loom.aml.app.item;

import loom.aml.item.ItemKey;

/** Thrown instead of removing a pinned item. */
public final class PinnedItemException extends Exception {
    private static final long serialVersionUID = 1L;

    PinnedItemException(ItemKey key) {
        super(key + " is pinned; unpin it first");
    }
}
