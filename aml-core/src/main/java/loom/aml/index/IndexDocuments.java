package loom.aml.index;

/**
 * The documents that an index stores.
 *
 * @param used the number of documents in use
 * @param deleted the number of documents that are deleted but still take space
 */
public record IndexDocuments(int used, int deleted) {}
