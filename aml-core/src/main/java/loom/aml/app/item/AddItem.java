package loom.aml.app.item;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import loom.aml.app.OpenStore;
import loom.aml.edit.InvalidItemException;
import loom.aml.edit.NewItem;
import loom.aml.item.ItemKind;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Precondition;

/** Adds an item to the memory of an agent. */
public final class AddItem {
    /** The operation under which additions are recorded. */
    public static final String OPERATION = "add";

    private final ItemWriter changes;

    public AddItem(OpenStore opened) {
        this(new ItemRun(opened));
    }

    /** @param random provides the ids of the item and of the run */
    public AddItem(MemoryStore store, RandomGenerator random) {
        this(new ItemRun(store, random));
    }

    AddItem(ItemWriter changes) {
        this.changes = changes;
    }

    /**
     * The request.
     *
     * @param fields a JSON object; {@link NewItem} completes it
     * @param isDryRun whether to return the completed item without adding it
     */
    public record Request(ItemKind kind, String agent, byte[] fields, boolean isDryRun) {}

    /** Returns a template with the fields that a user fills in. */
    public static String draft(ItemKind kind, String agent, Instant now) {
        return NewItem.draft(kind, agent, now);
    }

    /**
     * Adds the item.
     *
     * @throws InvalidItemException if the runtime would not load the item
     * @throws ConflictException if an item with its id exists
     */
    public ItemChanged run(Request request) throws IOException, InvalidItemException, ConflictException {
        Optional<String> id = request.kind().isOfRuntime() ? Optional.empty() : changes.idOf(request.fields());
        NewItem item =
                NewItem.of(request.kind(), request.agent(), id, request.fields(), changes.now(), changes.random());
        ItemChange.Put put = new ItemChange.Put(item.key(), item.text(), Precondition.ABSENT);
        return changes.put(OPERATION, put, request.isDryRun());
    }
}
