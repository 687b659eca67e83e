package loom.aml.merge.combine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loom.aml.item.ItemKind;
import loom.aml.store.Cause;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Precondition;
import loom.aml.store.Removal;
import loom.aml.store.ResolvedChanges;
import loom.aml.store.StoreChange;
import loom.aml.store.Version;

/** The changes that merge notes, each a file: the survivor's, those of the absorbed ones, and the lines of the index. */
final class NoteMerge {
    private final MemoryStore store;
    private final List<Finding> findings;

    /** @param findings receives what could not be read */
    NoteMerge(MemoryStore store, List<Finding> findings) {
        this.store = store;
        this.findings = findings;
    }

    /** Returns whether a file holds one note alone. */
    static boolean isPossible(CollectionFile file) {
        return file.kind() == ItemKind.NOTE && file.path().endsWith(".md");
    }

    /**
     * Returns the steps of one merge, of which the last one is made completely or not at all. A survivor that no index lists gets its line
     * in a step before it, since that changes the same file as the removal of the other's line.
     */
    List<ChangeSet> steps(Merger.Union union) throws IOException {
        SeenItems.Seen survivor = union.survivor();
        ItemChange.Put put = new ItemChange.Put(
                survivor.item().key(),
                union.now().text(),
                Precondition.revision(survivor.item().revision()));
        List<StoreChange> changes = new ArrayList<>();
        changes.add(new CollectionChange.MergeItems(
                survivor.file(),
                survivor.version(),
                List.of(new CollectionChange.Merge(
                        put,
                        List.of(),
                        union.absorbed().stream()
                                .map(SeenItems.Seen::asReliance)
                                .toList()))));
        Cause cause = MergeCause.into(survivor.item().key());
        Map<CollectionFile, List<Removal>> lines = new TreeMap<>();
        Map<CollectionFile, Version> indexes = new TreeMap<>();
        for (SeenItems.Seen absorbed : union.absorbed()) {
            changes.add(new CollectionChange.Rewrite(
                    absorbed.file(),
                    absorbed.version(),
                    List.of(absorbed.removal(cause, survivor.asReliance())),
                    null));
            for (CollectionChange.Rewrite index : indexesOf(absorbed, cause)) {
                indexes.put(index.file(), index.seen());
                lines.computeIfAbsent(index.file(), _ -> new ArrayList<>()).addAll(index.removals());
            }
        }
        lines.forEach((index, removals) -> {
            removals.sort(Removal.IN_THE_TEXT);
            changes.add(
                    new CollectionChange.Rewrite(index, indexes.getOrDefault(index, Version.MISSING), removals, null));
        });
        ChangeSet merge = new ChangeSet(changes, true);
        List<StoreChange> added = addedLine(put);
        return added.isEmpty() ? List.of(merge) : List.of(new ChangeSet(added), merge);
    }

    /** Returns the removals of the lines that lead to an absorbed note, on condition that it is removed. */
    private List<CollectionChange.Rewrite> indexesOf(SeenItems.Seen absorbed, Cause cause) throws IOException {
        ItemChange.Remove remove = new ItemChange.Remove(absorbed.item().key(), cause, Precondition.PRESENT);
        ResolvedChanges resolved = store.changes(store.linked(remove));
        findings.addAll(resolved.findings());
        List<CollectionChange.Rewrite> indexes = new ArrayList<>();
        for (StoreChange change : resolved.changes().changes()) {
            if (change instanceof CollectionChange.Rewrite rewrite) {
                List<Removal> removals = rewrite.removals().stream()
                        .map(line -> new Removal(
                                line.ordinal(), line.length(), line.fingerprint(), cause, absorbed.asReliance()))
                        .toList();
                indexes.add(new CollectionChange.Rewrite(rewrite.file(), rewrite.seen(), removals, null));
            }
        }
        return indexes;
    }

    /** Returns the addition of a line for a survivor that no index lists, or it would be loaded no more. */
    private List<StoreChange> addedLine(ItemChange.Put survivor) throws IOException {
        ItemChange.Remove asked =
                new ItemChange.Remove(survivor.key(), MergeCause.into(survivor.key()), Precondition.PRESENT);
        if (!store.linked(asked).isEmpty()) {
            return List.of();
        }
        ResolvedChanges line =
                store.changes(store.linked(new ItemChange.Put(survivor.key(), survivor.text(), Precondition.ABSENT)));
        findings.addAll(line.findings());
        return line.changes().changes();
    }
}
