package loom.aml.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.RandomStore;
import loom.aml.TestStore;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.store.FileChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Plan;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPolicy;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The undo of a run restores any generated store. The parameter is the seed. */
class UndoPropertyTest {
    private static final int STORES = 6;

    @TempDir
    private Path directory;

    static int[] seeds() {
        int[] seeds = new int[STORES];
        for (int i = 0; i < STORES; i++) {
            seeds[i] = 1_000 + i;
        }
        return seeds;
    }

    private TestStore random(int seed) throws IOException {
        TestStore store = TestStore.in(directory);
        RandomStore.fill(store, new Random(seed));
        return store;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void undo_ofAPrune_restoresEveryText(int seed) throws IOException {
        TestStore store = random(seed);
        SortedMap<String, String> before = store.texts();

        Report pruned = store.run(open -> new Pruner(PrunePolicy.DEFAULT.aggressive(), store.now())
                .plan(open, Selection.ALL, ReappearedItems.NONE));
        Report undone = store.undo(pruned.run());

        assertThat(undone.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(undone.inserted()).isEqualTo(pruned.removed());
        assertThat(store.texts()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void undo_ofAPruneForSpace_restoresEveryText_exceptCompressedDecisions(int seed) throws IOException {
        TestStore store = random(seed);
        SortedMap<String, String> before = decoded(store);

        Report pruned = store.run(open -> new Pruner(PrunePolicy.DEFAULT.withLimits(9_000, 15_000), store.now())
                .plan(open, Selection.ALL, ReappearedItems.NONE));
        store.undo(pruned.run());

        assertThat(decoded(store)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void undo_ofAGc_restoresEveryText_underThePlainNameOfRenamedFiles(int seed) throws IOException {
        TestStore store = random(seed);
        SortedMap<String, String> before = store.texts();
        Map<String, String> adopted = new HashMap<>();

        Report tidied = store.run(open -> {
            Plan plan =
                    new GarbageCollector(GcPolicy.DEFAULT.withForRuntime(true), store.now()).plan(open, Selection.ALL);
            for (StoreChange change : plan.changes().changes()) {
                if (change instanceof FileChange.Adopt adopt) {
                    adopted.put(adopt.path(), adopt.file().twin().path());
                }
            }
            return plan;
        });
        Report undone = store.undo(tidied.run());

        SortedMap<String, String> expected = new TreeMap<>();
        before.forEach((path, text) -> expected.put(adopted.getOrDefault(path, path), text));
        assertThat(tidied.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(undone.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(undone.inserted()).isEqualTo(tidied.removed());
        assertThat(store.texts()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void undo_newestFirst_revertsSeveralRuns(int seed) throws IOException {
        TestStore store = random(seed);
        SortedMap<String, String> before = store.texts();
        store.run(open -> new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE));
        store.run(open -> new Pruner(PrunePolicy.DEFAULT.aggressive(), store.now())
                .plan(open, Selection.ALL, ReappearedItems.NONE));

        for (int i = 0; i < 2; i++) {
            store.run(UndoPropertyTest::undoLatest);
        }

        assertThat(store.texts()).isEqualTo(before);
    }

    private static Plan undoLatest(MemoryStore store) throws IOException {
        var latest = new History(store).latestUndoable();
        return latest.isPresent()
                ? Undo.plan(store, latest.get().record())
                : new GarbageCollector(GcPolicy.DEFAULT, TestStore.NOW)
                        .plan(store, Selection.ofAgents(Set.of("nobody")));
    }

    private static SortedMap<String, String> decoded(TestStore store) throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        for (String path : store.texts().keySet()) {
            texts.put(path, store.text(path));
        }
        return texts;
    }
}
