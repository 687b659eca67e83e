package loom.aml.app;

import java.util.Optional;
import loom.aml.item.ItemKey;
import loom.aml.store.StoredItem;

/** An item does not have the revision that a change of it expects. Nothing was changed. */
public final class ConflictException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ItemKey key;
    private final transient Optional<StoredItem> current;

    ConflictException(ItemKey key, Optional<StoredItem> current) {
        super(current.map(item -> key + " has revision " + item.revision() + " by now")
                .orElseGet(() -> key + " does not exist any more"));
        this.key = key;
        this.current = current;
    }

    public ItemKey key() {
        return key;
    }

    /** The item as it is now; empty if it does not exist. */
    public Optional<StoredItem> current() {
        return current;
    }
}
