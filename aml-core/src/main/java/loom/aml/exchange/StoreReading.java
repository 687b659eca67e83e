package loom.aml.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;
import loom.aml.store.StoredItem;
import loom.aml.store.graph.Entity;
import loom.aml.store.graph.Graph;
import loom.aml.store.graph.Relation;

/**
 * The items of a store.
 *
 * @param complete whether every collection could be read
 */
public record StoreReading(ExchangeFormat format, List<Held> held, boolean complete, List<Finding> findings) {
    private record Scanned(List<Held> held, long nameless) {}

    /** Returns the format of a store. */
    public static ExchangeFormat formatOf(MemoryStore store) {
        return switch (store.kind()) {
            case LOOM -> ExchangeFormat.LOOM;
            case CLAUDE, CLAUDE_AGENT -> ExchangeFormat.CLAUDE;
            case SERENA -> ExchangeFormat.SERENA;
            case GRAPH -> ExchangeFormat.GRAPH;
            case CODEX -> ExchangeFormat.CODEX;
            case INSTRUCTIONS -> ExchangeFormat.INSTRUCTIONS;
        };
    }

    /** Reads all items of a store. */
    public static StoreReading of(MemoryStore store, Selection selection) throws IOException {
        ExchangeFormat format = formatOf(store);
        StoreListing listing = store.list();
        List<Held> held = new ArrayList<>();
        List<Finding> findings = new ArrayList<>(listing.findings());
        boolean isComplete = listing.findings().stream().noneMatch(Finding::isProblem);
        for (ScanResult<Scanned> scanned : store.scan(listing, selection, collection -> {
            List<Held> items = new ArrayList<>();
            long[] nameless = new long[1];
            collection.read(item -> {
                if (item.id() == null || item.id().isEmpty()) {
                    nameless[0]++;
                } else {
                    items.add(held(StoredItem.of(collection.file().agent(), item), format));
                }
            });
            return new Scanned(items, nameless[0]);
        })) {
            switch (scanned) {
                case ScanResult.Read<Scanned> read -> {
                    held.addAll(read.result().held);
                    if (read.result().nameless > 0) {
                        findings.add(nameless(read.file(), read.result().nameless));
                    }
                }
                case ScanResult.LeftAlone<Scanned> left -> {
                    isComplete = false;
                    findings.add(left.finding());
                }
            }
        }
        return new StoreReading(format, held, isComplete, findings);
    }

    private static Finding nameless(CollectionFile file, long count) {
        return Finding.of(
                Finding.Kind.INCOMPLETE,
                file.path(),
                count + (count == 1 ? " item has no id" : " items have no id"),
                "not exchanged; 'aml optimize gc --complete' gives them one");
    }

    /** Returns the item that a stored item is. */
    public static Held held(StoredItem stored, ExchangeFormat format) {
        ItemKind kind = stored.key().kind();
        String agent = stored.key().agent();
        String id = stored.key().id();
        ExchangedItem item = switch (kind) {
            case PATTERN, SOLUTION, DECISION -> LoomForm.read(kind, agent, id, stored.json(), format.word());
            case NOTE ->
                format == ExchangeFormat.GRAPH
                        ? GraphForm.alone(stored.key(), stored.json())
                        : NoteForm.read(agent, id, stored.json(), format.word());
            case ENTRY -> new ExchangedItem(ExchangeKind.ENTRY, agent, id, stored.json(), format.word());
        };
        return new Held(stored, item);
    }

    /** Returns the graph that the items of a memory file are. */
    Graph graph() {
        List<Entity> entities = new ArrayList<>();
        List<Relation> relations = new ArrayList<>();
        for (Held each : held) {
            RawItem raw = RawItem.of(each.stored().json());
            if (raw.value("name").isPresent()) {
                entities.add(GraphForm.entityOf(raw));
            } else {
                relations.add(GraphForm.relationOf(raw));
            }
        }
        return new Graph(entities, relations);
    }

    /** Returns the items as the content of a source. */
    public Reading reading(String place) {
        if (format == ExchangeFormat.GRAPH) {
            // An entity is exchanged together with the relations that begin at it.
            return Reading.of(format, place, GraphForm.read(graph(), format.word()), findings);
        }
        return Reading.of(format, place, held.stream().map(Held::item).toList(), findings);
    }
}
