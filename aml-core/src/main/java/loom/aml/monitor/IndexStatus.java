package loom.aml.monitor;

/**
 * The state of a store's index, as reported by its owner.
 *
 * @param present whether the index exists
 * @param fresh whether it matches the current store
 * @param bytes its size in bytes
 */
public record IndexStatus(boolean present, boolean fresh, long bytes) {}
