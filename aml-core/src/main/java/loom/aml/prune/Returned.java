package loom.aml.prune;

import loom.aml.item.Item;
import loom.aml.store.Cause;
import org.jspecify.annotations.Nullable;

/** Knows the items that earlier runs removed, in case another program wrote its old copy of them back. */
@FunctionalInterface
public interface Returned {

    /** Remembers nothing. */
    Returned NONE = _ -> null;

    /** Why this very version of the item left before; null if it did not. */
    @Nullable Cause causeFor(Item item);
}
