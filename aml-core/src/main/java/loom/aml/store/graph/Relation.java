package loom.aml.store.graph;

/**
 * A directed edge of a knowledge graph.
 *
 * @param from the name of an entity, which need not exist
 * @param to the name of an entity, which need not exist
 */
public record Relation(String from, String to, String relationType) {}
