package loom.aml.store;

import org.jspecify.annotations.Nullable;

/**
 * An item that is restored to its collection, with the text that surrounded it when it was removed.
 *
 * @param ordinal its former position in the array
 * @param id its id
 * @param text the item, as it was
 * @param before the separator before it
 * @param after the separator after it, kept only if no element before it remained; null otherwise
 * @param isDuplicate whether it was removed because another item with its id remained; that item is then not a reason
 *     to refuse it
 */
public record Insertion(
        int ordinal, @Nullable String id, byte[] text, byte[] before, byte @Nullable [] after, boolean isDuplicate) {}
