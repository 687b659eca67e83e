package loom.aml.store.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.DamagedException;
import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.CollectionFile;

/** A new note as an entity: its title is the name, and each paragraph of its text is an observation. */
final class NewEntity {
    private static final String TITLE = "title";
    private static final String TYPE = "type";
    private static final String DESCRIPTION = "description";
    private static final String TEXT = "text";
    private static final String TYPE_OF_NOTES = "note";
    private static final String PARAGRAPHS = "\\R\\s*\\R";

    /** The fields that only a note has. */
    private static final Set<String> OF_NOTE = Set.of(TITLE, DESCRIPTION, TEXT, "tags");

    private NewEntity() {}

    /** Returns the name of the entity that a new note becomes; empty if it has no title. */
    static Optional<String> nameOf(byte[] note) {
        try {
            return JsonObject.parse(note).string(TITLE).map(String::strip).filter(title -> !title.isEmpty());
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns a new item with the fields of an entity.
     *
     * @throws DamagedException if a graph cannot hold it
     */
    static byte[] shaped(ItemKey key, byte[] text) throws DamagedException {
        if (!key.agent().equals(CollectionFile.TOP)) {
            throw new DamagedException(0, "a knowledge graph is not divided by agents; leave out the agent");
        }
        JsonObject given = parsed(text);
        if (given.keys().stream().noneMatch(OF_NOTE::contains)) {
            return text;
        }
        if (!given.strings("tags").isEmpty()) {
            throw new DamagedException(0, "an entity has no tags; add them to its text");
        }
        List<String> observations = new ArrayList<>();
        given.string(DESCRIPTION).map(String::strip).ifPresent(observations::add);
        observations.addAll(List.of(given.string(TEXT).orElse("").strip().split(PARAGRAPHS)));
        observations.removeIf(String::isBlank);
        JsonObject.Builder shaped = JsonObject.builder()
                .put("id", key.id())
                .put(TYPE, given.string(TYPE).filter(type -> !type.isBlank()).orElse(TYPE_OF_NOTES))
                .put("name", key.id())
                .put("observations", observations);
        for (String other : given.keys()) {
            if (!OF_NOTE.contains(other) && !other.equals("id") && !other.equals(TYPE)) {
                // Refused by the rendering, which names what an entity cannot have.
                shaped.putValue(other, given.value(other));
            }
        }
        return shaped.build().toUtf8();
    }

    private static JsonObject parsed(byte[] text) throws DamagedException {
        try {
            return JsonObject.parse(text);
        } catch (JsonSyntaxException e) {
            throw new DamagedException(0, String.valueOf(e.getMessage()));
        }
    }
}
