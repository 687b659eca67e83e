package loom.aml.monitor;

/**
 * How the index of a store stands, as far as whoever keeps it says.
 *
 * @param present whether there is one
 * @param fresh whether it knows the store as it is
 * @param bytes what it takes
 */
public record IndexStatus(boolean present, boolean fresh, long bytes) {}
