package loom.aml.merge.combine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loom.aml.store.Cause;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Precondition;
import loom.aml.store.Removal;
import loom.aml.store.StoreChange;

/**
 * The changes of merges. Those within collections are one step, in which each file is changed at once. Notes are several files, so each of their
 * merges is a step of its own, which can be taken back if another program changes one of them meanwhile.
 */
final class MergeSteps {
    private final MemoryStore store;
    private final List<Finding> findings;

    MergeSteps(MemoryStore store, List<Finding> findings) {
        this.store = store;
        this.findings = findings;
    }

    List<ChangeSet> of(List<Merger.Union> unions) throws IOException {
        List<ChangeSet> steps = new ArrayList<>();
        Map<CollectionFile, List<Merger.Union>> byFile = new TreeMap<>();
        for (Merger.Union union : unions) {
            if (NoteMerge.isPossible(union.survivor().file())) {
                steps.addAll(new NoteMerge(store, findings).steps(union));
            } else {
                byFile.computeIfAbsent(union.survivor().file(), _ -> new ArrayList<>())
                        .add(union);
            }
        }
        List<StoreChange> changes = new ArrayList<>();
        byFile.forEach((file, here) -> changes.add(
                file.kind().isOfRuntime()
                        ? new CollectionChange.MergeItems(
                                file,
                                here.getFirst().survivor().version(),
                                here.stream().map(MergeSteps::merge).toList())
                        : EntityMerge.change(file, here)));
        if (!changes.isEmpty()) {
            steps.addFirst(new ChangeSet(changes));
        }
        return steps;
    }

    private static CollectionChange.Merge merge(Merger.Union union) {
        SeenItems.Seen survivor = union.survivor();
        Cause cause = MergeCause.into(survivor.item().key());
        List<Removal> removals = union.absorbed().stream()
                .map(absorbed -> absorbed.removal(cause))
                .toList();
        return new CollectionChange.Merge(
                new ItemChange.Put(
                        survivor.item().key(),
                        union.now().text(),
                        Precondition.revision(survivor.item().revision())),
                removals,
                List.of());
    }
}
