package loom.aml.app.item;

import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import loom.aml.app.OpenStore;
import loom.aml.edit.InvalidItemException;
import loom.aml.edit.ItemEdit;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Precondition;
import loom.aml.store.StoredItem;

/** Changes fields of an item, or replaces its text. */
public final class EditItem {
    /** The operation under which edits are recorded. */
    public static final String OPERATION = "edit";

    private static final int MOST_ATTEMPTS = 10;

    private final ItemWriter changes;

    public EditItem(OpenStore opened) {
        this(new ItemRun(opened));
    }

    /** @param random provides the id of the run */
    public EditItem(MemoryStore store, RandomGenerator random) {
        this(new ItemRun(store, random));
    }

    EditItem(ItemWriter changes) {
        this.changes = changes;
    }

    /**
     * The request.
     *
     * @param revision the revision that the item must have; if empty, the one at the time of the edit
     * @param isDryRun whether to return the edited item without storing it
     */
    public record Request(ItemKey key, ItemEdit edit, Optional<Revision> revision, boolean isDryRun) {}

    /**
     * Changes the item.
     *
     * @throws InvalidItemException if the runtime would not load the item afterwards, although it does now
     * @throws ConflictException if the item does not have the expected revision, or does not exist
     */
    public ItemChanged run(Request request) throws IOException, InvalidItemException, ConflictException {
        // An addition is right whatever else the item says by now.
        boolean canRepeat = request.edit() instanceof ItemEdit.Addition
                && request.revision().isEmpty();
        for (int attempt = 1; ; attempt++) {
            try {
                return edited(request);
            } catch (ConflictException e) {
                if (!canRepeat || attempt == MOST_ATTEMPTS || e.current().isEmpty()) {
                    throw e;
                }
            }
        }
    }

    private ItemChanged edited(Request request) throws IOException, InvalidItemException, ConflictException {
        Optional<StoredItem> found = changes.get(request.key());
        if (found.isEmpty()) {
            throw new ConflictException(request.key(), found);
        }
        StoredItem item = found.get();
        if (request.revision().isPresent() && !request.revision().get().equals(item.revision())) {
            throw new ConflictException(request.key(), found);
        }
        ItemChange.Put put =
                new ItemChange.Put(request.key(), request.edit().applyTo(item), Precondition.revision(item.revision()));
        return changes.put(OPERATION, put, request.isDryRun());
    }
}
