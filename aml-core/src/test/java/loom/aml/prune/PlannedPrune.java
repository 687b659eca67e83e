package loom.aml.prune;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import loom.aml.TestStore;
import loom.aml.store.Explanation;
import loom.aml.store.Finding;
import loom.aml.store.Selection;

/** A prune plan that is not executed, with the explanation of each item by id. */
record PlannedPrune(PrunePlan plan, SortedMap<String, Explanation> explanations) {

    static PlannedPrune of(TestStore store, PrunePolicy policy) throws IOException {
        return of(store, policy, Selection.ALL);
    }

    static PlannedPrune of(TestStore store, PrunePolicy policy, Selection selection) throws IOException {
        try (var open = store.openReadOnly()) {
            PrunePlan plan = new Pruner(policy, store.now()).plan(open, selection, ReappearedItems.NONE);
            SortedMap<String, Explanation> byId = new TreeMap<>();
            Explanation.read(open, plan.changes(), one -> byId.put(String.valueOf(one.id()), one));
            return new PlannedPrune(plan, byId);
        }
    }

    SortedSet<String> ids() {
        return new TreeSet<>(explanations.keySet());
    }

    /** Returns {@code strategy reason} by id. */
    SortedMap<String, String> causes() {
        SortedMap<String, String> causes = new TreeMap<>();
        explanations.forEach((id, one) -> causes.put(
                id, one.cause().strategy() + " " + one.cause().reason().word()));
        return causes;
    }

    /** Returns the places of the findings of a kind. */
    List<String> found(Finding.Kind kind) {
        return plan.findings().stream()
                .filter(finding -> finding.kind() == kind)
                .map(Finding::where)
                .toList();
    }
}
