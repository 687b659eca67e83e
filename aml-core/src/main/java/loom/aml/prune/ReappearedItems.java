package loom.aml.prune;

import java.util.List;
import loom.aml.item.Item;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import org.jspecify.annotations.Nullable;

/** Knows the items that earlier runs removed, in case another program wrote its old copy of them back. */
@FunctionalInterface
public interface ReappearedItems {

    /** Remembers nothing. No lambda: those of an interface's own constants are not in the AOT cache. */
    ReappearedItems NONE = new ReappearedItems() {
        @Override
        public @Nullable Cause causeFor(CollectionFile file, Item item) {
            return null;
        }
    };

    /** Why this very version of the item left this collection before; null if it did not. */
    @Nullable
    Cause causeFor(CollectionFile file, Item item);

    /**
     * Whether somebody put this very version of the item back that a rule had removed, so that the same rule leaves it alone until it
     * changes.
     */
    default boolean isExempt(CollectionFile file, Item item, Cause cause) {
        return false;
    }

    /** Whether nobody dated the item but aml itself, by the time of its file: no rule of age goes by that. */
    default boolean isDatedByAml(CollectionFile file, Item item) {
        return false;
    }

    /** What of earlier runs could not be read, so that items that they removed are not known again. */
    default List<Finding> findings() {
        return List.of();
    }
}
