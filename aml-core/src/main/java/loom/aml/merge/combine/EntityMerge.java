package loom.aml.merge.combine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.store.Cause;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.Removal;
import loom.aml.store.StoredItem;
import loom.aml.store.graph.Entity;
import loom.aml.store.graph.EntityUnion;
import loom.aml.store.graph.GraphEditing;

/** The change that merges entities of a knowledge graph: the lines of the entities and of their relations are edited at once. */
final class EntityMerge {
    private EntityMerge() {}

    /** Returns whether an item is an entity. */
    static boolean isEntity(Item item) {
        return item.kind() == ItemKind.NOTE && item.isArray(Field.OBSERVATIONS);
    }

    /** Returns the change of the file of a graph. Each merge is made completely or not at all. */
    static CollectionChange.EditLines change(CollectionFile file, List<Merger.Union> unions) {
        List<EntityUnion> entities = new ArrayList<>();
        List<Removal> removals = new ArrayList<>();
        for (Merger.Union union : unions) {
            Cause cause = MergeCause.into(union.survivor().item().key());
            Entity before = entity(union.survivor().item());
            List<String> observations = entity(union.now()).observations();
            entities.add(new EntityUnion(
                    before,
                    union.absorbed().stream()
                            .map(absorbed -> new EntityUnion.Absorbed(entity(absorbed.item()), absorbed.fingerprint()))
                            .toList(),
                    observations.subList(before.observations().size(), observations.size()),
                    cause));
            union.absorbed().forEach(absorbed -> removals.add(absorbed.removal(cause)));
        }
        removals.sort(Removal.IN_THE_TEXT);
        return new CollectionChange.EditLines(
                file, unions.getFirst().survivor().version(), removals, GraphEditing.of(entities));
    }

    private static Entity entity(StoredItem item) {
        Item fields = item.fields();
        return new Entity(
                Objects.requireNonNullElse(fields.text(Field.FLAT_NAME), ""),
                Objects.requireNonNullElse(fields.text(Field.FLAT_TYPE), ""),
                fields.strings(Field.OBSERVATIONS));
    }
}
