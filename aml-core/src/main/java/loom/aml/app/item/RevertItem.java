package loom.aml.app.item;

import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import loom.aml.app.OpenStore;
import loom.aml.edit.InvalidItemException;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Precondition;
import loom.aml.store.StoredItem;

/** Gives an item the bytes of a former version, or puts it back if it was removed. The present version is archived first. */
public final class RevertItem {
    /** The operation under which reverts are recorded. */
    public static final String OPERATION = "revert";

    private final ItemWriter changes;

    public RevertItem(OpenStore opened) {
        this(new ItemRun(opened));
    }

    /** @param random provides the id of the run */
    public RevertItem(MemoryStore store, RandomGenerator random) {
        this(new ItemRun(store, random));
    }

    RevertItem(ItemWriter changes) {
        this.changes = changes;
    }

    /**
     * The request.
     *
     * @param text the former version
     * @param revision the revision that the item must have now; if empty, the one at the time of the revert
     * @param isDryRun whether to return the item without storing it
     */
    public record Request(ItemKey key, byte[] text, Optional<Revision> revision, boolean isDryRun) {}

    /**
     * Reverts the item.
     *
     * @throws InvalidItemException if the store cannot hold such an item
     * @throws ConflictException if the item does not have the expected revision
     */
    public ItemChanged run(Request request) throws IOException, InvalidItemException, ConflictException {
        Optional<StoredItem> present = changes.get(request.key());
        Optional<Revision> revision = present.map(StoredItem::revision);
        if (request.revision().isPresent() && !request.revision().equals(revision)) {
            throw new ConflictException(request.key(), present);
        }
        Precondition precondition = revision.map(Precondition::revision).orElse(Precondition.ABSENT);
        return changes.put(
                OPERATION, ItemChange.Put.exact(request.key(), request.text(), precondition), request.isDryRun());
    }
}
