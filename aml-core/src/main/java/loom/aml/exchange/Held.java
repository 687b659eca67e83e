package loom.aml.exchange;

import loom.aml.store.StoredItem;

/**
 * An item that a store holds.
 *
 * @param stored the item as the store has it
 * @param item the item that it is, which may be of another kind and format
 */
public record Held(StoredItem stored, ExchangedItem item) {}
