package loom.aml.store.graph;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.DamagedException;
import loom.aml.item.text.ListText;
import loom.aml.json.JsonObject;
import loom.aml.store.Rendering;
import loom.aml.store.markdown.ElementList;
import loom.aml.store.markdown.ElementList.Element;
import loom.aml.store.markdown.ElementList.Memory;
import loom.aml.store.markdown.ElementList.Text;
import loom.aml.store.markdown.GivenFields;
import loom.aml.store.markdown.StoredText;
import loom.aml.store.markdown.UniqueIds;
import org.jspecify.annotations.Nullable;

/**
 * A memory file with one entity or relation a line, see {@link CanonicalText}.
 *
 * <pre>
 *   {"id":"auth-service","type":"component","name":"auth-service","observations":["uses JWT"]}
 *   {"id":"auth-service caches-in redis","type":"relation","from":"auth-service","to":"redis","relationType":"caches-in"}
 * </pre>
 *
 * <p>An item whose line differs from the one that server-memory writes also has that line: {@code "line"}. The items that are
 * not the last end with a line feed; the last does only if its line does. A line that is neither an entity nor a relation is
 * a string.
 */
public final class GraphRendering implements Rendering {
    private static final String TYPE = "type";
    private static final String NAME = "name";
    private static final String OBSERVATIONS = "observations";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String RELATION = "relation";
    private static final String RELATION_TYPE = "relationType";
    private static final String LINE = "line";

    /** The id of an entity whose name is empty. */
    private static final String NAMELESS = "-";

    private static final Set<String> OF_ENTITY = Set.of("id", TYPE, NAME, OBSERVATIONS, LINE);
    private static final Set<String> OF_RELATION = Set.of("id", TYPE, FROM, TO, RELATION_TYPE, LINE);

    @Override
    public byte[] items(byte[] stored) throws DamagedException {
        StoredText.decoded(stored);
        GraphDocument document = GraphDocument.of(stored);
        document.requireReadable();
        return ElementList.written(elements(document));
    }

    private static List<Element> elements(GraphDocument document) {
        List<GraphLine> lines = document.lines();
        // The empty line after the last line break.
        boolean endsWithBreak = !lines.isEmpty() && lines.getLast().bytes().length == 0;
        int count = endsWithBreak ? lines.size() - 1 : lines.size();
        // An item without its line is new among lines with carriage returns, and gets one.
        boolean hasReturns = lines.stream().anyMatch(GraphLine::endsWithCarriageReturn);
        UniqueIds ids = new UniqueIds();
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            GraphLine line = lines.get(i);
            String raw = text(line.bytes()) + (endsWithBreak && i + 1 == count ? "\n" : "");
            elements.add(isSound(line) ? new Memory(item(line, raw, hasReturns, ids)) : new Text(raw));
        }
        return elements;
    }

    /** Returns whether a line is an entity or relation whose texts UTF-8 can express without escapes. */
    private static boolean isSound(GraphLine line) {
        if (line.problem() != null) {
            return false;
        }
        Entity entity = line.entity();
        Relation relation = line.relation();
        return entity != null
                ? isPaired(entity.name() + '\n' + entity.entityType() + '\n' + String.join("\n", entity.observations()))
                : relation != null && isPaired(relation.from() + '\n' + relation.to() + '\n' + relation.relationType());
    }

    private static boolean isPaired(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static JsonObject item(GraphLine line, String raw, boolean hasReturns, UniqueIds ids) {
        JsonObject.Builder item = JsonObject.builder();
        Entity entity = line.entity();
        byte[] canonical;
        if (entity != null) {
            item.put("id", ids.next(entity.name().isEmpty() ? NAMELESS : entity.name()))
                    .put(TYPE, entity.entityType())
                    .put(NAME, entity.name())
                    .put(OBSERVATIONS, entity.observations());
            canonical = CanonicalText.of(entity);
        } else {
            Relation relation = Objects.requireNonNull(line.relation(), "a sound line");
            item.put("id", ids.next(relation.from() + ' ' + relation.relationType() + ' ' + relation.to()))
                    .put(TYPE, RELATION)
                    .put(FROM, relation.from())
                    .put(TO, relation.to())
                    .put(RELATION_TYPE, relation.relationType());
            canonical = CanonicalText.of(relation);
        }
        if (hasReturns || !raw.equals(text(canonical))) {
            item.put(LINE, raw);
        }
        return item.build();
    }

    @Override
    public byte[] stored(byte[] items, byte[] former) throws DamagedException {
        List<Element> given = ElementList.read(items);
        Map<String, JsonObject> before = new HashMap<>();
        for (Element element : elements(GraphDocument.of(former))) {
            if (element instanceof Memory memory) {
                before.put(memory.item().string("id").orElse(""), memory.item());
            }
        }
        boolean hasReturns = given.stream().anyMatch(element -> body(element).endsWith("\r"));
        List<Element> lines = new ArrayList<>();
        for (Element element : given) {
            if (element instanceof Memory(JsonObject item)) {
                // Without a line, the fields are all there is; the former item may be another one of the same name.
                JsonObject was = item.has(LINE) ? before.get(item.string("id").orElse("")) : null;
                GraphLine line = isRelation(item) ? relation(item, was) : entity(item, was);
                boolean isNew = item.string(LINE).isEmpty();
                String raw = text((isNew && hasReturns ? line.withCarriageReturn() : line).bytes());
                lines.add(new Memory(JsonObject.builder()
                        .put(LINE, raw + (endsWithBreak(element) ? "\n" : ""))
                        .build()));
            } else {
                lines.add(element);
            }
        }
        byte[] stored = joined(lines);
        GraphDocument document = GraphDocument.of(stored);
        document.requireReadable();
        if (!outline(lines).equals(outline(elements(document)))) {
            throw new DamagedException(0, "a line of the graph would not be read as it was given");
        }
        return stored;
    }

    /** Other programs created the file, and its access is theirs. */
    @Override
    public boolean leavesEmptyFile() {
        return true;
    }

    private static boolean isRelation(JsonObject item) {
        return !item.has(OBSERVATIONS) && (item.has(FROM) || item.has(TO) || item.has(RELATION_TYPE));
    }

    private static GraphLine entity(JsonObject item, @Nullable JsonObject was) throws DamagedException {
        GivenFields given = GivenFields.of(item, was, List.of(LINE), List.of(TYPE, NAME, OBSERVATIONS))
                .requireOnly(OF_ENTITY, "an entity");
        GraphLine line = present(given);
        Entity present = line == null ? null : line.entity();
        if (line != null && present == null) {
            throw new DamagedException(0, "\"line\" is not an entity");
        }
        String name = given.text(NAME)
                .or(() -> present == null ? item.string("id") : Optional.of(present.name()))
                .orElse("");
        String type = given.text(TYPE)
                .or(() -> Optional.ofNullable(present).map(Entity::entityType))
                .orElseThrow(() -> new DamagedException(0, "an entity needs a type"));
        List<String> observations =
                given.texts(OBSERVATIONS).orElse(present == null ? List.of() : present.observations());
        Entity wanted = new Entity(name, type, observations);
        if (line == null || present == null) {
            return sound(GraphLine.of(wanted));
        }
        GraphLine changed = line;
        if (!name.equals(present.name())) {
            changed = changed.withText(NAME, name);
        }
        if (!type.equals(present.entityType())) {
            changed = changed.withText("entityType", type);
        }
        if (!observations.equals(present.observations())) {
            changed = changed.withObservations(list -> replace(list, present.observations(), observations));
        }
        if (!wanted.equals(changed.entity())) {
            throw new DamagedException(0, "the entity '" + name + "' would not be read as it was given");
        }
        return changed;
    }

    private static GraphLine relation(JsonObject item, @Nullable JsonObject was) throws DamagedException {
        GivenFields given = GivenFields.of(item, was, List.of(LINE), List.of(FROM, TO, RELATION_TYPE))
                .requireOnly(OF_RELATION, "a relation");
        if (!given.text(TYPE).orElse(RELATION).equals(RELATION)) {
            throw new DamagedException(0, "the type of a relation is \"relation\"; its own is \"relationType\"");
        }
        GraphLine line = present(given);
        Relation present = line == null ? null : line.relation();
        if (line != null && present == null) {
            throw new DamagedException(0, "\"line\" is not a relation");
        }
        Relation wanted = new Relation(
                end(given, FROM, present == null ? null : present.from()),
                end(given, TO, present == null ? null : present.to()),
                end(given, RELATION_TYPE, present == null ? null : present.relationType()));
        if (line == null || present == null) {
            return sound(GraphLine.of(wanted));
        }
        GraphLine changed = line;
        if (!wanted.from().equals(present.from())) {
            changed = changed.withText(FROM, wanted.from());
        }
        if (!wanted.to().equals(present.to())) {
            changed = changed.withText(TO, wanted.to());
        }
        if (!wanted.relationType().equals(present.relationType())) {
            changed = changed.withText(RELATION_TYPE, wanted.relationType());
        }
        return sound(changed);
    }

    private static String end(GivenFields given, String key, @Nullable String present) throws DamagedException {
        return given.text(key)
                .or(() -> Optional.ofNullable(present))
                .orElseThrow(() -> new DamagedException(0, "a relation needs \"" + key + '"'));
    }

    /** Returns the line that an item has; null if it is spelled as server-memory spells it. */
    private static @Nullable GraphLine present(GivenFields given) throws DamagedException {
        String raw = given.text(LINE).orElse("");
        return raw.isEmpty() ? null : sound(GraphLine.of(StoredText.encoded(withoutBreak(raw))));
    }

    private static GraphLine sound(GraphLine line) throws DamagedException {
        DamagedException problem = line.problem();
        if (problem != null) {
            throw problem;
        }
        return line;
    }

    /** Replaces the observations that differ; those before and after them keep their spelling. */
    private static void replace(ListText list, List<String> old, List<String> wanted) {
        int shorter = Math.min(old.size(), wanted.size());
        int head = 0;
        while (head < shorter && old.get(head).equals(wanted.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && old.get(old.size() - 1 - tail).equals(wanted.get(wanted.size() - 1 - tail))) {
            tail++;
        }
        // Inserted first: a list that becomes empty in between would lose its spacing.
        for (int i = head; i < wanted.size() - tail; i++) {
            list.insert(i, CanonicalText.quoted(wanted.get(i)));
        }
        int surplus = old.size() - head - tail;
        for (int i = 0; i < surplus; i++) {
            list.remove(wanted.size() - tail);
        }
    }

    /** Returns the file. If the last line had a line break, whichever line is the last now has one. */
    private static byte[] joined(List<Element> lines) throws DamagedException {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            file.append(i > 0 ? "\n" : "").append(body(lines.get(i)));
        }
        return StoredText.encoded(file.append(lines.stream().anyMatch(GraphRendering::endsWithBreak) ? "\n" : "")
                .toString());
    }

    private static String raw(Element element) {
        return switch (element) {
            case Text text -> text.raw();
            case Memory memory -> memory.item().string(LINE).orElse("");
        };
    }

    /** Returns the line of an element without its line break; empty if it is spelled as server-memory spells it. */
    private static String body(Element element) {
        return withoutBreak(raw(element));
    }

    private static boolean endsWithBreak(Element element) {
        return raw(element).endsWith("\n");
    }

    private static String withoutBreak(String raw) {
        return raw.endsWith("\n") ? raw.substring(0, raw.length() - 1) : raw;
    }

    /** Returns the lines that are not blank, and whether each is a memory. */
    private static List<String> outline(List<Element> elements) throws DamagedException {
        List<String> outline = new ArrayList<>();
        for (Element element : elements) {
            String body = body(element);
            if (element instanceof Memory(JsonObject item) && body.isEmpty()) {
                GraphLine line = isRelation(item) ? relation(item, null) : entity(item, null);
                body = text(line.bytes());
            }
            if (!body.isBlank() || element instanceof Memory) {
                outline.add((element instanceof Memory ? "memory " : "other ") + body);
            }
        }
        return outline;
    }
}
