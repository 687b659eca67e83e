package loom.aml.server.compat;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.graph.Entity;
import loom.aml.store.graph.Graph;
import loom.aml.store.graph.GraphChange;
import loom.aml.store.graph.Relation;

/** Reads and writes the values that the tools take and return. Arguments were checked before they are read. */
final class GraphJson {
    static final Shape ENTITY = Shape.object(
            "name", Shape.text("The name of the entity"),
            "entityType", Shape.text("The type of the entity"),
            "observations", Shape.list(Shape.text(), "An array of observation contents associated with the entity"));

    static final Shape RELATION = Shape.object(
            "from", Shape.text("The name of the entity where the relation starts"),
            "to", Shape.text("The name of the entity where the relation ends"),
            "relationType", Shape.text("The type of the relation"));

    static final Shape.ObjectOf GRAPH = Shape.object("entities", Shape.list(ENTITY), "relations", Shape.list(RELATION));

    private GraphJson() {}

    static List<Entity> entities(JsonObject arguments) {
        return arguments.objects("entities").stream()
                .map(entity ->
                        new Entity(text(entity, "name"), text(entity, "entityType"), entity.strings("observations")))
                .toList();
    }

    static List<Relation> relations(JsonObject arguments) {
        return arguments.objects("relations").stream()
                .map(relation ->
                        new Relation(text(relation, "from"), text(relation, "to"), text(relation, "relationType")))
                .toList();
    }

    /**
     * Reads observations by entity.
     *
     * @param list the key of the list
     * @param contents the key of the observations in each element
     */
    static List<GraphChange.Observations> observations(JsonObject arguments, String list, String contents) {
        return arguments.objects(list).stream()
                .map(each -> new GraphChange.Observations(text(each, "entityName"), each.strings(contents)))
                .toList();
    }

    static String text(JsonObject object, String key) {
        return object.string(key).orElseThrow(() -> new IllegalArgumentException("unchecked argument: " + key));
    }

    static JsonObject of(Entity entity) {
        return JsonObject.builder()
                .put("name", entity.name())
                .put("entityType", entity.entityType())
                .put("observations", entity.observations())
                .build();
    }

    static JsonObject of(Relation relation) {
        return JsonObject.builder()
                .put("from", relation.from())
                .put("to", relation.to())
                .put("relationType", relation.relationType())
                .build();
    }

    static JsonObject of(GraphChange.Observations added) {
        return JsonObject.builder()
                .put("entityName", added.entityName())
                .put("addedObservations", added.contents())
                .build();
    }

    static JsonObject of(Graph graph) {
        return JsonObject.builder()
                .put("entities", graph.entities().stream().map(GraphJson::of).toList())
                .put("relations", graph.relations().stream().map(GraphJson::of).toList())
                .build();
    }
}
