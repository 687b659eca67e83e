package loom.aml.store;

import org.jspecify.annotations.Nullable;

/**
 * An item that comes back into its collection, with the text around it that it left with.
 *
 * @param ordinal where it stood in the array before it left
 * @param id its id
 * @param text the item, as it was
 * @param before the separator before it
 * @param after the separator behind it, kept only where no element before it stayed; null otherwise
 * @param isDuplicate whether it left because another of its id stayed, which is therefore no reason to refuse it
 */
public record Insertion(
        int ordinal, @Nullable String id, byte[] text, byte[] before, byte @Nullable [] after, boolean isDuplicate) {}
