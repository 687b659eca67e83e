package loom.aml.server.page.view;

/**
 * A difference between two states of a store.
 *
 * @param agent the agent of the item; empty for a file that is not a collection
 */
public record Difference(String change, String agent, String kind, String id, String file) {}
