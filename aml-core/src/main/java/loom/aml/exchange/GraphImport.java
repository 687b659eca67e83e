package loom.aml.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import loom.aml.store.Version;
import loom.aml.store.graph.Entity;
import loom.aml.store.graph.Graph;
import loom.aml.store.graph.GraphChange;
import loom.aml.store.graph.GraphEditing;
import loom.aml.store.graph.Relation;

/**
 * The items of a source that are added to a knowledge graph.
 *
 * @param losses the data for which a graph has no place
 */
public record GraphImport(GraphChange.Import change, Counts counts, List<Loss> losses) {
    private static final String AS_OBSERVATION = "as an observation (" + Envelope.NAME + ")";

    /**
     * Plans the import into a memory file that is open as a store.
     *
     * @throws IOException if the store cannot be listed
     */
    public static ImportPlan plan(MemoryStore store, Reading source, Strategy strategy) throws IOException {
        StoreReading present = StoreReading.of(store, Selection.ALL);
        GraphImport planned = of(present.graph(), source);
        List<Finding> findings = new ArrayList<>(source.findings());
        present.findings().stream()
                .filter(finding -> !findings.contains(finding))
                .forEach(findings::add);
        List<StoreChange> changes = new ArrayList<>();
        boolean isAdding = !planned.change.entities().isEmpty()
                || !planned.change.relations().isEmpty();
        if (isAdding && present.complete()) {
            for (Map.Entry<CollectionFile, Version> file :
                    store.list().collections().entrySet()) {
                changes.add(new CollectionChange.EditLines(
                        file.getKey(), file.getValue(), GraphEditing.of(planned.change)));
            }
        }
        return new ImportPlan(
                source,
                strategy,
                planned.counts,
                present.held().size(),
                planned.losses,
                new ChangeSet(changes),
                findings);
    }

    /** Returns the entities and relations that a graph lacks. Entities that it has stay as they are. */
    public static GraphImport of(Graph graph, Reading source) {
        Map<String, ExchangedItem> present = new HashMap<>();
        for (ExchangedItem item : GraphForm.read(graph, ExchangeFormat.GRAPH.word())) {
            present.putIfAbsent(item.home(), item);
        }
        Set<String> names = new HashSet<>();
        graph.entities().forEach(entity -> names.add(entity.name()));
        Set<Relation> known = new HashSet<>(graph.relations());
        Loss.Tally losses = new Loss.Tally();
        source.losses().forEach(loss -> losses.add(loss.what(), loss.fields(), loss.kept()));
        List<Entity> entities = new ArrayList<>();
        List<Relation> relations = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Map<String, Integer> numbers = new HashMap<>();
        int added = 0;
        int unchanged = 0;
        int kept = 0;
        for (ExchangedItem item : source.items()) {
            if (!seen.add(item.home())) {
                continue;
            }
            boolean isLine = item.kind() == ExchangeKind.ENTRY
                    && !RawItem.of(item.original()).text("type").orElse("").equals("section");
            if (isLine) {
                losses.add("lines of the index", List.of(), "");
                continue;
            }
            ExchangedItem former = present.get(item.home());
            if (GraphForm.isOwn(item)) {
                GraphForm.relations(item).stream().filter(known::add).forEach(relations::add);
            }
            if (former != null && former.isSameAs(item)) {
                unchanged++;
            } else if (former != null) {
                kept++;
            } else if (!GraphForm.isOwn(item)) {
                entities.add(foreign(item, names, numbers, losses));
                added++;
            } else if (!GraphForm.exists(item)) {
                unchanged++;
            } else if (names.add(GraphForm.entity(item).name())) {
                entities.add(GraphForm.entity(item));
                added++;
            } else {
                kept++;
            }
        }
        return new GraphImport(
                new GraphChange.Import(source.place(), entities, relations),
                new Counts(added, 0, unchanged, kept, 0, 0, 0),
                losses.losses());
    }

    private static Entity foreign(
            ExchangedItem item, Set<String> names, Map<String, Integer> numbers, Loss.Tally losses) {
        String title = item.words().titleOr(item.id());
        String name = title;
        while (!names.add(name)) {
            name = title + " (" + numbers.merge(title, 2, (last, _) -> last + 1) + ")";
        }
        Envelope envelope = Envelope.of(item);
        Entity entity = GraphForm.enveloped(item, name, envelope);
        boolean isSame = GraphForm.read(new Graph(List.of(entity), List.of()), "")
                .getFirst()
                .isSameAs(item);
        if (!isSame) {
            envelope = Envelope.whole(item);
            entity = GraphForm.enveloped(item, name, envelope);
        }
        losses.add(item.kind().plural(), envelope.fields(), AS_OBSERVATION);
        return entity;
    }
}
