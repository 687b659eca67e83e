package loom.aml.app.item;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import loom.aml.edit.Feedback;
import loom.aml.edit.InvalidItemException;
import loom.aml.io.DamagedException;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.item.ItemTitle;
import loom.aml.json.JsonObject;
import loom.aml.run.RecordedRun;
import loom.aml.store.ItemChange;
import loom.aml.store.StoredItem;

/**
 * Reads and stores single items for a use case, either in an open store or in groups with the writes of other threads.
 */
interface ItemWriter {
    /** Returns the location of the store. */
    String location();

    Instant now();

    RandomGenerator random();

    Optional<StoredItem> get(ItemKey key) throws IOException;

    /** Returns the kinds of items that the store holds. */
    Set<ItemKind> kinds() throws IOException;

    /** Returns the id of a new item, if the store names its items by what they are; otherwise empty. */
    Optional<String> idOf(byte[] fields) throws IOException;

    /**
     * Returns an item as it will be read once it is stored.
     *
     * @throws DamagedException if the store cannot hold it
     */
    byte[] asStored(ItemKey key, byte[] text) throws IOException;

    /**
     * Stores an item as a run of its own. It is durable when this method returns.
     *
     * @param details further members of the record of the run
     * @throws ConflictException if the precondition of the put does not hold
     */
    ItemChanged put(String operation, ItemChange.Put put, JsonObject details) throws IOException, ConflictException;

    /** Records feedback on a note, as a run of its own. */
    ItemChanged use(String operation, StoredItem note, Feedback feedback) throws IOException;

    /** Returns the result of a put without executing it. */
    default ItemChanged preview(ItemChange.Put put) {
        return new ItemChanged(
                location(), put.key(), ItemTitle.of(stored(put).fields()), Optional.of(stored(put)), Optional.empty());
    }

    /**
     * Stores an item, with its title in the record of the run.
     *
     * @param isDryRun whether to return the result without storing the item
     * @throws InvalidItemException if the store cannot hold the item
     */
    default ItemChanged put(String operation, ItemChange.Put given, boolean isDryRun)
            throws IOException, ConflictException, InvalidItemException {
        ItemChange.Put put = new ItemChange.Put(given.key(), storable(given), given.precondition(), given.isExact());
        return isDryRun
                ? preview(put)
                : put(
                        operation,
                        put,
                        titled(stored(put).fields(), JsonObject.builder().build()));
    }

    private byte[] storable(ItemChange.Put put) throws IOException, InvalidItemException {
        if (!kinds().contains(put.key().kind())) {
            String kinds = kinds().stream().map(ItemKind::word).sorted().collect(Collectors.joining(" or "));
            throw new InvalidItemException(
                    "this store holds no " + put.key().kind().plural() + "; add a " + kinds);
        }
        try {
            return asStored(put.key(), put.text());
        } catch (DamagedException e) {
            throw new InvalidItemException(e.what());
        }
    }

    /** Returns the details of a run that changes an item: its title, so that the run can be listed without reading the store. */
    static JsonObject titled(Item item, JsonObject details) {
        return JsonObject.builder()
                .putAll(details)
                .put(RecordedRun.TITLE, ItemTitle.of(item))
                .build();
    }

    /** Returns the item that a put stores. */
    static StoredItem stored(ItemChange.Put put) {
        try {
            return StoredItem.of(
                    put.key().agent(), Item.alone(put.text(), put.key().kind()));
        } catch (DamagedException e) {
            throw new IllegalArgumentException("not an item: " + put.key(), e);
        }
    }
}
