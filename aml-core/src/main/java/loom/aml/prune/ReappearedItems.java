package loom.aml.prune;

import java.util.List;
import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.Reason;
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

    /**
     * Returns the cause of removing an item again whose old copy another program wrote back.
     *
     * @param run the run that removed the item; its archive says why
     */
    static Cause cause(String run) {
        return new Cause(
                "returned",
                "pruned before, and written back by another program",
                Reason.RETURNED,
                _ -> JsonObject.builder().put("pruned_by", run));
    }

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
