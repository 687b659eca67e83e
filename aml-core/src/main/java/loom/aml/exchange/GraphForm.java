package loom.aml.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.item.ItemKey;
import loom.aml.store.CollectionFile;
import loom.aml.store.graph.Entity;
import loom.aml.store.graph.Graph;
import loom.aml.store.graph.Relation;

/**
 * Items as entities of a knowledge graph. An item that is not an entity has its paragraphs as observations and an {@link
 * Envelope} as the last one, because server-memory drops fields that it does not know.
 */
final class GraphForm {
    private static final String MARK = Envelope.NAME + " ";
    private static final String PARAGRAPH = "\n\n";

    private GraphForm() {}

    static boolean isOwn(ExchangedItem item) {
        return item.kind() == ExchangeKind.ENTITY;
    }

    /** Returns whether an entity exists, rather than being named by relations alone. */
    static boolean exists(ExchangedItem item) {
        return RawItem.of(item.original()).value("missing").isEmpty();
    }

    /** Returns the entity of an item of the graph's own. */
    static Entity entity(ExchangedItem item) {
        RawItem raw = RawItem.of(item.original());
        return new Entity(
                raw.text(EntityShape.NAME).orElse(item.id()),
                raw.text(EntityShape.TYPE).orElse(""),
                raw.texts(EntityShape.OBSERVATIONS).orElse(List.of()));
    }

    /** Returns the entity that an item of a memory file is. */
    static Entity entityOf(RawItem stored) {
        return new Entity(
                stored.text("name").orElse(""),
                stored.text("type").orElse(""),
                stored.texts("observations").orElse(List.of()));
    }

    /** Returns the relation that an item of a memory file is. */
    static Relation relationOf(RawItem stored) {
        return new Relation(
                stored.text("from").orElse(""),
                stored.text("to").orElse(""),
                stored.text("relationType").orElse(""));
    }

    /** Returns an item of a memory file without its relations. A relation alone is known by its id. */
    static ExchangedItem alone(ItemKey key, String json) {
        RawItem raw = RawItem.of(json);
        if (raw.value("name").isPresent()) {
            return read(entityOf(raw), List.of(), ExchangeFormat.GRAPH.word());
        }
        return new ExchangedItem(ExchangeKind.ENTITY, key.agent(), key.id(), json, ExchangeFormat.GRAPH.word());
    }

    /** Returns the relations of an item of the graph's own. */
    static List<Relation> relations(ExchangedItem item) {
        String name = entity(item).name();
        return EntityShape.edges(RawItem.of(item.original())).stream()
                .map(edge -> new Relation(name, edge.to(), edge.relationType()))
                .toList();
    }

    /** Returns a foreign item as an entity with a name. */
    static Entity enveloped(ExchangedItem item, String name, Envelope envelope) {
        Words words = item.words();
        List<String> observations = new ArrayList<>();
        String text = words.text().strip();
        if (!text.isEmpty()) {
            observations.addAll(List.of(text.split(PARAGRAPH, -1)));
        }
        observations.add(MARK + envelope.json());
        return new Entity(name, words.type().orElse(item.kind().word()), observations);
    }

    /** Returns the items of a graph. Relations that begin at no entity get one that is marked as missing. */
    static List<ExchangedItem> read(Graph graph, String format) {
        Map<String, List<EntityShape.Edge>> edges = new LinkedHashMap<>();
        // A relation that occurs twice says nothing more.
        for (Relation relation : new LinkedHashSet<>(graph.relations())) {
            edges.computeIfAbsent(relation.from(), _ -> new ArrayList<>())
                    .add(new EntityShape.Edge(relation.relationType(), relation.to()));
        }
        List<ExchangedItem> items = new ArrayList<>();
        for (Entity entity : graph.entities()) {
            List<EntityShape.Edge> own = edges.getOrDefault(entity.name(), List.of());
            edges.remove(entity.name());
            items.add(read(entity, own, format));
        }
        edges.forEach((from, own) -> items.add(new ExchangedItem(
                ExchangeKind.ENTITY,
                CollectionFile.TOP,
                from.isEmpty() ? "-" : from,
                RawItem.of(EntityShape.json(from, "", List.of(), own))
                        .set("missing", "true")
                        .toString(),
                format)));
        return items;
    }

    private static ExchangedItem read(Entity entity, List<EntityShape.Edge> edges, String format) {
        List<String> observations = entity.observations();
        Optional<Envelope> envelope = observations.stream()
                .filter(text -> text.startsWith(MARK))
                .findFirst()
                .flatMap(text -> Envelope.parse(text.substring(MARK.length())))
                .filter(found -> found.kind() != ExchangeKind.ENTITY);
        if (envelope.isEmpty()) {
            return new ExchangedItem(
                    ExchangeKind.ENTITY,
                    CollectionFile.TOP,
                    entity.name().isEmpty() ? "-" : entity.name(),
                    EntityShape.json(entity.name(), entity.entityType(), observations, edges),
                    format);
        }
        List<String> paragraphs =
                observations.stream().filter(text -> !text.startsWith(MARK)).toList();
        String text = String.join(PARAGRAPH, paragraphs);
        return envelope.get()
                .opened(new Words(
                        entity.name(),
                        Optional.of(entity.entityType()),
                        Optional.empty(),
                        text.isEmpty() ? "" : text + "\n",
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()));
    }
}
