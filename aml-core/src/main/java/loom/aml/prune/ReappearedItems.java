package loom.aml.prune;

import java.util.List;
import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.Reason;
import org.jspecify.annotations.Nullable;

/** Recognizes items that earlier runs removed, in case another program wrote its old copy back. */
@FunctionalInterface
public interface ReappearedItems {

    /** Remembers nothing. Not a lambda, because lambdas of interface constants are not in the AOT cache. */
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
                "pruned before and written back by another program",
                Reason.RETURNED,
                _ -> JsonObject.builder().put("pruned_by", run));
    }

    /** Returns why this version of the item was removed from this collection before; null if it was not. */
    @Nullable
    Cause causeFor(CollectionFile file, Item item);

    /**
     * Returns whether a user restored this version of the item after the same rule removed it. The rule then ignores
     * the item until it changes.
     */
    default boolean isExempt(CollectionFile file, Item item, Cause cause) {
        return false;
    }

    /**
     * Returns whether aml itself set the timestamp of the item from the time of its file. Such a timestamp is not used
     * by age rules.
     */
    default boolean isDatedByAml(CollectionFile file, Item item) {
        return false;
    }

    /** Returns findings about earlier runs that could not be read, so that items they removed are not recognized. */
    default List<Finding> findings() {
        return List.of();
    }
}
