package loom.aml.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import loom.aml.RandomStore;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.run.Report;
import loom.aml.store.CollectionChange;
import loom.aml.store.PlanSummary;
import loom.aml.store.Removal;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Planning changes nothing, and execution does exactly what the plan showed. */
class PrunePlanTest {
    private static final PrunePolicy POLICY = PrunePolicy.DEFAULT.withLimits(12_000, 30_000);

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void plan_changesNothing_notEvenATimestamp(int seed) throws IOException {
        RandomStore.fill(store, new Random(seed));
        SortedMap<String, String> before = store.everything();

        PlannedPrune prune = PlannedPrune.of(store, POLICY);

        assertThat(prune.ids()).as("seed %d", seed).isNotEmpty();
        assertThat(store.everything()).as("seed %d", seed).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 12, 13, 14})
    void execution_matchesThePlan(int seed) throws IOException {
        RandomStore.fill(store, new Random(seed));
        PlanSummary shown = PlanSummary.of(PlannedPrune.of(store, POLICY).plan());

        Report report =
                store.run(open -> new Pruner(POLICY, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE));

        assertThat(report.removed()).as("seed %d", seed).isPositive().isEqualTo(shown.items());
        assertThat(report.changedFiles()).isEqualTo(shown.files());
        assertThat(report.removedByCause()).isEqualTo(shown.byCause());
        assertThat(report.removedByAgent()).isEqualTo(shown.byAgent());
    }

    @Test
    void plan_isTheSameOnOneThreadAndOnMany() throws IOException {
        RandomStore.fill(store, new Random(21));

        List<String> one = described(1);

        assertThat(one).isNotEmpty();
        assertThat(described(8)).isEqualTo(one);
    }

    private List<String> described(int threads) throws IOException {
        store.with(StoreOptions.DEFAULT.withThreads(threads));
        List<String> lines = new ArrayList<>();
        PlannedPrune prune = PlannedPrune.of(store, POLICY);
        for (StoreChange change : prune.plan().changes().changes()) {
            lines.add(change.path() + " "
                    + (change instanceof CollectionChange.Rewrite rewrite
                            ? rewrite.removals().stream()
                                    .map(removal ->
                                            removal.ordinal() + removal.cause().rule())
                                    .toList()
                            : "-"));
        }
        prune.plan().findings().forEach(finding -> lines.add(finding.toString()));
        return lines;
    }

    @Test
    void plan_listsRemovalsInFileOrder() throws IOException {
        RandomStore.fill(store, new Random(22));

        for (StoreChange change :
                PlannedPrune.of(store, POLICY).plan().changes().changes()) {
            assertThat(((CollectionChange.Rewrite) change).removals())
                    .extracting(Removal::ordinal)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void plan_describesItself() throws IOException {
        store.put("debugger/solutions.json", TestItem.solution("a"), TestItem.solution("b"));

        PrunePlan plan = PlannedPrune.of(store, POLICY).plan();

        assertThat(plan.operation()).isEqualTo("prune");
        assertThat(plan.policy()).hasToString(POLICY.toJson().toString());
        assertThat(plan.items()).isEqualTo(2);
        assertThat(plan.returned()).isZero();
    }

    @Test
    void pruneOfAnEmptyStore_hasNothingToDo() throws IOException {
        PrunePlan plan = PlannedPrune.of(store, POLICY).plan();

        assertThat(plan.changes().isEmpty()).isTrue();
        assertThat(plan.items()).isZero();
    }

    @Test
    void prune_preservesTextAroundRemainingItems_andTheEncoding() throws IOException {
        String dead =
                TestItem.solution("dead").with("effectiveness.worked", false).toLine();
        String live = TestItem.solution("live")
                .withRaw("x_number", "2.50")
                .withRaw("x_other", "1e3")
                .toLine();
        store.put("plain/solutions.json", "\ufeff \r\n[\t" + dead + " ,\r\n" + live + ",  " + dead + "\n,7]\n\n")
                .put("gzip/solutions.json", TestStore.gzip("[" + live + "," + dead + "]"));

        store.run(open -> new Pruner(POLICY, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE));

        assertThat(store.text("plain/solutions.json")).isEqualTo("\ufeff \r\n[\t" + live + "\n,7]\n\n");
        assertThat(store.text("gzip/solutions.json")).isEqualTo("[" + live + "]");
        assertThat(store.isGzip("gzip/solutions.json")).isTrue();
    }

    @Test
    void prune_writesOnlyFilesThatLoseItems() throws IOException {
        store.put("debugger/solutions.json", TestItem.solution("dead").with("effectiveness.worked", false))
                .put("debugger/decisions.json", TestItem.decision("live"))
                .putGzip("debugger/patterns.json", TestItem.pattern("live"))
                .put("debugger/context.json", "{}")
                .put("global/cross-agent.json", "{}");
        SortedMap<String, String> before = store.memory();

        store.run(open -> new Pruner(POLICY, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE));

        SortedMap<String, String> after = store.memory();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        after.keySet().removeIf(path -> path.equals("debugger/solutions.json") || path.equals("debugger"));
        before.keySet().retainAll(after.keySet());
        assertThat(after).isEqualTo(before);
    }
}
