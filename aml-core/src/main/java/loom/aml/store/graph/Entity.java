package loom.aml.store.graph;

import java.util.List;

/**
 * A node of a knowledge graph.
 *
 * @param name identifies the entity; files may contain several with one name
 * @param observations statements about the entity, in the order in which they were added
 */
public record Entity(String name, String entityType, List<String> observations) {
    public Entity {
        observations = List.copyOf(observations);
    }
}
