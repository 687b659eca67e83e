package loom.aml.store.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Precondition;
import org.jspecify.annotations.Nullable;

/** The entities and relations of a store, as far as one depends on the other. */
final class EntityRelations {
    private final Map<String, String> nameById = new HashMap<>();
    private final Map<String, Integer> entities = new HashMap<>();
    private final Map<String, List<String>> relationsByEnd = new HashMap<>();

    private EntityRelations() {}

    static EntityRelations of(MemoryStore store, CollectionFile file) throws IOException {
        EntityRelations relations = new EntityRelations();
        store.read(file, item -> relations.add(item.id(), item.copyBytes()));
        return relations;
    }

    private void add(@Nullable String id, byte[] text) {
        JsonObject item = parsed(text);
        Optional<String> name = item.string("name");
        String known = Objects.requireNonNullElse(id, "");
        if (name.isPresent()) {
            nameById.put(known, name.get());
            entities.merge(name.get(), 1, Integer::sum);
            return;
        }
        for (String end : List.of("from", "to")) {
            item.string(end)
                    .ifPresent(entity -> relationsByEnd
                            .computeIfAbsent(entity, _ -> new ArrayList<>())
                            .add(known));
        }
    }

    private static JsonObject parsed(byte[] text) {
        try {
            return JsonObject.parse(text);
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("rendered by aml", e);
        }
    }

    /** Returns the removals of the relations that the removal of an entity leaves without one of their ends. */
    List<ItemChange> removalsWith(ItemChange.Remove entity) {
        String name = nameById.get(entity.key().id());
        if (name == null || entities.getOrDefault(name, 0) > 1) {
            return List.of();
        }
        Cause cause = new Cause(
                entity.cause().strategy(),
                "relation of a removed entity: " + name,
                entity.cause().reason());
        return relationsByEnd.getOrDefault(name, List.of()).stream()
                .distinct()
                .<ItemChange>map(id -> new ItemChange.Remove(
                        new ItemKey(entity.key().agent(), entity.key().kind(), id), cause, Precondition.NONE))
                .toList();
    }
}
