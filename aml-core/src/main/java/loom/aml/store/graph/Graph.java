package loom.aml.store.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** A knowledge graph or a part of one, in the order of its file. */
public record Graph(List<Entity> entities, List<Relation> relations) {
    public static final Graph EMPTY = new Graph(List.of(), List.of());

    public Graph {
        entities = List.copyOf(entities);
        relations = List.copyOf(relations);
    }

    /**
     * Returns the entities that contain a text in their name, type or observations, whatever its case, and the relations
     * of these entities.
     */
    public Graph search(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return part(entity -> contains(entity.name(), wanted)
                || contains(entity.entityType(), wanted)
                || entity.observations().stream().anyMatch(observation -> contains(observation, wanted)));
    }

    private static boolean contains(String text, String lowerCase) {
        return text.toLowerCase(Locale.ROOT).contains(lowerCase);
    }

    /** Returns the entities with these names and their relations. */
    public Graph named(List<String> names) {
        Set<String> wanted = new HashSet<>(names);
        return part(entity -> wanted.contains(entity.name()));
    }

    /** A relation belongs to the part if either end does, so that neighbours outside of the part can be found. */
    private Graph part(Predicate<Entity> isWanted) {
        List<Entity> found = entities.stream().filter(isWanted).toList();
        Set<String> names = new HashSet<>();
        found.forEach(entity -> names.add(entity.name()));
        return new Graph(
                found,
                relations.stream()
                        .filter(relation -> names.contains(relation.from()) || names.contains(relation.to()))
                        .toList());
    }
}
