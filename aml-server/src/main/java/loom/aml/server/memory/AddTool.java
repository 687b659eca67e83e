package loom.aml.server.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import loom.aml.app.host.MemoryHost;
import loom.aml.app.item.AddItem;
import loom.aml.app.item.ConflictException;
import loom.aml.app.item.EditItem;
import loom.aml.app.item.ItemChanged;
import loom.aml.app.search.SimilarItem;
import loom.aml.edit.FieldValues;
import loom.aml.edit.ItemEdit;
import loom.aml.edit.NoteName;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.Exchange;
import loom.aml.server.feature.ToolAnnotations;
import loom.aml.server.feature.ToolResult;
import loom.aml.store.AgentNames;
import loom.aml.store.CollectionFile;
import loom.aml.store.StoredItem;

/** Adds a memory, or adds to one. */
final class AddTool extends MemoryTool {
    private static final int KEY_DIGITS = 8;
    private static final int MOST_WITH_ONE_TITLE = 99;

    private final MemoryHost host;
    private final Optional<String> agent;
    private final LastRun lastRun;

    /** @param agent the agent whose memory it is added to, unless the request names one */
    AddTool(MemoryHost host, Optional<String> agent, LastRun lastRun) {
        super("memory_add", "add", new ToolAnnotations(false, false, false, false));
        this.host = host;
        this.agent = agent;
        this.lastRun = lastRun;
    }

    @Override
    String description() {
        return "Remember something that will help later: how an error was solved, a technique that worked, a decision and"
                + " why. No secrets. Names similar memories: add to one of those rather than a copy.";
    }

    @Override
    String properties() {
        return """
                "kind":{"enum":["pattern","solution","decision","note"]},""" + ItemFields.properties() + """
                ,"agent":{"type":"string","description":"Whose memory"},
                "key":{"type":"string","minLength":1,"description":"Calls with the same key add one memory"},
                "to":{"type":"string","minLength":1,"description":"Id of a memory that gets the text and tags instead"}""";
    }

    @Override
    String required() {
        return "text";
    }

    @Override
    ToolResult call(JsonObject arguments, Exchange exchange) throws Exception {
        Optional<String> to = arguments.string("to");
        if (to.isPresent()) {
            return addTo(to.get(), arguments);
        }
        if (!arguments.has("kind") || !arguments.has("title")) {
            throw new IllegalArgumentException("pass kind and title too; only an addition with 'to' needs neither");
        }
        ItemKind asked = ItemKind.named(arguments.string("kind").orElse("")).orElseThrow();
        ItemKind kind = host.kinds().contains(ItemKind.NOTE) ? ItemKind.NOTE : asked;
        String owner = owner(arguments, exchange, kind);
        FieldValues values = kind == asked ? ItemFields.of(arguments, kind) : ItemFields.asNote(arguments, asked);
        Optional<UUID> key = arguments.string("key").map(given -> named(owner, kind, given));
        return kind == ItemKind.NOTE ? addNote(owner, values, key) : addItem(kind, owner, values, key);
    }

    private ToolResult addTo(String id, JsonObject arguments) throws Exception {
        ItemKey key = host.find(id).item().key();
        FieldValues values = ItemFields.additions(arguments, key.kind());
        ItemChanged changed =
                host.edit(new EditItem.Request(key, new ItemEdit.Addition(values.byPath()), Optional.empty(), false));
        lastRun.set(changed);
        return added(
                changed,
                changed.isUnchanged()
                        ? key.id() + " says so already. Nothing was added."
                        : "Added to " + key.id() + ".");
    }

    private ToolResult addItem(ItemKind kind, String owner, FieldValues values, Optional<UUID> key) throws Exception {
        FieldValues named = key.isPresent() ? values.withText("id", key.get().toString()) : values;
        try {
            return add(kind, owner, named);
        } catch (ConflictException e) {
            if (key.isEmpty() || e.current().isEmpty()) {
                throw e;
            }
            return present(e.current().get());
        }
    }

    /** Adds a note under the name that its title gives it. With a key the name ends with a part of it, to be found again. */
    private ToolResult addNote(String owner, FieldValues values, Optional<UUID> key) throws Exception {
        String ending =
                key.map(id -> "-" + id.toString().substring(0, KEY_DIGITS)).orElse("");
        if (key.isPresent()) {
            Optional<StoredItem> known = host.noteEndingWith(ending);
            if (known.isPresent()) {
                return present(known.get());
            }
        }
        String name = NoteName.of(owner, values.toObject());
        for (int number = 1; ; number++) {
            try {
                String id = name + (number == 1 ? "" : "-" + number) + ending;
                return add(ItemKind.NOTE, owner, values.withText("id", id));
            } catch (ConflictException e) {
                if (key.isPresent() && e.current().isPresent()) {
                    return present(e.current().get());
                }
                if (number == MOST_WITH_ONE_TITLE) {
                    throw e;
                }
            }
        }
    }

    private ToolResult add(ItemKind kind, String owner, FieldValues values) throws Exception {
        ItemChanged added = host.add(new AddItem.Request(kind, owner, values.toObject(), false));
        lastRun.set(added);
        return added(added, "Added " + added.key().id() + " to the memory of " + StoredText.line(owner) + ".");
    }

    /** Derives an id from the key, so that a repeated call finds the memory of the first. */
    private static UUID named(String agent, ItemKind kind, String key) {
        String name = agent + "\0" + kind.word() + "\0" + key;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private String owner(JsonObject arguments, Exchange exchange, ItemKind kind) throws Exception {
        if (kind == ItemKind.NOTE) {
            // The agent of a note is its folder.
            return arguments.string("agent").orElse(CollectionFile.TOP);
        }
        Optional<String> named = arguments.string("agent").or(() -> agent);
        if (named.isEmpty()) {
            named = host.onlyAgent();
        }
        String owner = named.orElse(exchange.client().name());
        if (!AgentNames.isValid(owner)) {
            throw new IllegalArgumentException("pass the agent whose memory it is");
        }
        return owner;
    }

    private ToolResult added(ItemChanged added, String what) {
        List<SimilarItem> similar = similarTo(added.item().orElseThrow());
        String text = what;
        if (!similar.isEmpty()) {
            text += "\nSimilar memories exist. If one says the same, forget this one and add to that; if one says the"
                    + " opposite, forget the wrong one:\n"
                    + similar.stream().map(AddTool::line).collect(Collectors.joining("\n"));
        }
        return result(
                text,
                JsonObject.builder()
                        .putAll(added.toJson())
                        .put(
                                "similar",
                                similar.stream().map(SimilarItem::toJson).toList())
                        .build());
    }

    private static String line(SimilarItem similar) {
        return String.join("", SearchTool.lines(List.of(similar.hit()))) + " ("
                + similar.verdict().word() + ": " + StoredText.line(similar.reason()) + ")";
    }

    /** The memory is stored already: a search that fails must not make the client repeat the addition. */
    private List<SimilarItem> similarTo(StoredItem item) {
        try {
            return host.similarTo(item);
        } catch (IOException e) {
            return List.of();
        }
    }

    private ToolResult present(StoredItem item) throws Exception {
        return result(
                "A memory with this key exists: " + item.key().id() + ". Nothing was added.",
                JsonObject.builder()
                        .putAll(host.unchanged(item).toJson())
                        .put("similar", List.of())
                        .build());
    }
}
