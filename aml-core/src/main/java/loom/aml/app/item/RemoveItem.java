package loom.aml.app.item;

import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import loom.aml.app.OpenStore;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import loom.aml.store.Cause;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Precondition;
import loom.aml.store.Reason;
import loom.aml.store.StoredItem;

/** Removes an item on request. It is archived with the reason, and {@code undo} restores it. */
public final class RemoveItem {
    /** The operation under which removals are recorded. */
    public static final String OPERATION = "rm";

    private final MemoryStore store;
    private final ItemRun changes;

    public RemoveItem(OpenStore opened) {
        this.store = opened.store();
        this.changes = new ItemRun(opened);
    }

    /** @param random provides the id of the run */
    public RemoveItem(MemoryStore store, RandomGenerator random) {
        this.store = store;
        this.changes = new ItemRun(store, random);
    }

    /**
     * The request.
     *
     * @param reason the reason, for display; recorded with the archived item
     * @param revision the revision that the item must have; any if empty
     */
    public record Request(ItemKey key, String reason, Optional<Revision> revision) {}

    /**
     * Removes the item.
     *
     * @throws PinnedItemException if the item is pinned
     * @throws ConflictException if the item does not have the expected revision, or does not exist
     */
    public ItemChanged run(Request request) throws IOException, ConflictException, PinnedItemException {
        if (store.pins().isPinned(request.key().id())) {
            throw new PinnedItemException(request.key());
        }
        Precondition precondition =
                request.revision().map(Precondition::revision).orElse(Precondition.PRESENT);
        Cause cause = new Cause("by_request", request.reason(), Reason.MANUAL_DELETION);
        StoredItem item =
                store.get(request.key()).orElseThrow(() -> new ConflictException(request.key(), Optional.empty()));
        return changes.execute(
                OPERATION,
                new ItemChange.Remove(request.key(), cause, precondition),
                ItemWriter.titled(
                        item.fields(),
                        JsonObject.builder().put("reason", request.reason()).build()));
    }
}
