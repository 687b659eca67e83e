package loom.aml.tidy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import loom.aml.item.CollectionReader;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.Findings;
import loom.aml.store.ForeignElements;
import loom.aml.store.MemoryStore;
import loom.aml.store.OpenCollection;
import loom.aml.store.Pins;
import loom.aml.store.Removal;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;

/**
 * Finds what is wrong with a knowledge graph: entities and relations that occur twice, and relations of entities that do not
 * exist. Entities of one name with different content are reported.
 */
final class GraphTidying {
    private final CollectionFile file;
    private final Pins pins;
    private final Findings findings;
    private final Map<String, Removal> first = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final List<Relation> relations = new ArrayList<>();
    private final List<Removal> removals = new ArrayList<>();
    private boolean hasUnreadLines;

    /** A relation that occurs for the first time. */
    private record Relation(String from, String to, Removal removal, boolean isPinned) {
        boolean isBetween(Set<String> entities) {
            return entities.contains(from) && entities.contains(to);
        }
    }

    private GraphTidying(CollectionFile file, Pins pins) {
        this.file = file;
        this.pins = pins;
        this.findings = new Findings(file.path());
    }

    /**
     * Finds the work in the graphs of a store.
     *
     * @param findings receives what is left to people
     * @return the removals by file, in the order of the text
     */
    static Map<CollectionFile, List<Removal>> find(
            MemoryStore store, StoreListing listing, Selection selection, List<Finding> findings) throws IOException {
        StoreListing graphs = listing.only(listing.collections().keySet().stream()
                .filter(CollectionFile::isGraph)
                .toList());
        Pins pins = store.pins();
        Map<CollectionFile, List<Removal>> removals = new TreeMap<>();
        for (ScanResult<GraphTidying> scanned : store.scan(graphs, selection, graph -> read(graph, pins))) {
            if (scanned instanceof ScanResult.Read<GraphTidying> read) {
                findings.addAll(read.result().findings.list());
                removals.put(read.file(), read.result().removals);
            }
        }
        return removals;
    }

    private static GraphTidying read(OpenCollection collection, Pins pins) throws IOException {
        GraphTidying tidying = new GraphTidying(collection.file(), pins);
        collection.read(new CollectionReader.Visitor() {
            @Override
            public void item(Item item) throws IOException {
                tidying.seen(collection, item);
            }

            @Override
            public void stranger(ForeignElement element) {
                tidying.unread(element);
            }
        });
        tidying.dangling();
        tidying.removals.sort(Removal.IN_THE_TEXT);
        return tidying;
    }

    private void seen(OpenCollection collection, Item item) throws IOException {
        JsonObject fields = parsed(item);
        String content = contentOf(fields);
        Removal removal = Removal.of(item, GcCause.COPY);
        Removal same = first.putIfAbsent(content, removal);
        boolean isPinned = pins.isPinned(item);
        if (same != null) {
            if (!isPinned) {
                removals.add(new Removal(
                        removal.ordinal(),
                        removal.length(),
                        removal.fingerprint(),
                        GcCause.COPY,
                        new Removal.Survivor(file, collection.state(), same.fingerprint())));
            }
            return;
        }
        String name = fields.string("name").orElse(null);
        if (name == null) {
            relations.add(new Relation(
                    fields.string("from").orElse(""),
                    fields.string("to").orElse(""),
                    Removal.of(item, GcCause.LOOSE),
                    isPinned));
        } else if (!names.add(name)) {
            findings.add(
                    Finding.Kind.KEPT,
                    () -> Finding.ofItem(
                            Finding.Kind.KEPT,
                            file,
                            item,
                            "another entity has the same name and other content",
                            "kept; join them with 'aml edit' and 'aml rm'"));
        }
    }

    private void unread(ForeignElement element) {
        if (!element.isBlank()) {
            hasUnreadLines = true;
            findings.add(Finding.Kind.STRANGER, () -> ForeignElements.finding(file, element));
        }
    }

    private static JsonObject parsed(Item item) throws IOException {
        try {
            return JsonObject.parse(item.copyBytes());
        } catch (JsonSyntaxException e) {
            throw new IOException("an item that is not JSON: " + e.getMessage(), e);
        }
    }

    /** Returns what an item says: all of it but the id, which distinguishes copies. */
    private static String contentOf(JsonObject fields) {
        JsonObject.Builder content = JsonObject.builder();
        for (String key : fields.keys()) {
            if (!key.equals("id")) {
                content.putValue(key, fields.value(key));
            }
        }
        return content.build().toString();
    }

    /** Removes relations of entities that do not exist, unless a line that cannot be read may be such an entity. */
    private void dangling() {
        List<Relation> loose = relations.stream()
                .filter(relation -> !relation.isPinned && !relation.isBetween(names))
                .toList();
        if (!hasUnreadLines) {
            loose.forEach(relation -> removals.add(relation.removal));
        } else if (!loose.isEmpty()) {
            findings.add(
                    Finding.Kind.KEPT,
                    () -> Finding.of(
                            Finding.Kind.KEPT,
                            file.path(),
                            loose.size()
                                    + (loose.size() == 1
                                            ? " relation is of an entity that does not exist"
                                            : " relations are of entities that do not exist")
                                    + ", unless a line that is not an entity stands for one",
                            "kept; correct these lines, then run gc again"));
        }
    }
}
