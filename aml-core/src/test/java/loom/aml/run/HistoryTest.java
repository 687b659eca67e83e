package loom.aml.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.WatchedDisk;
import loom.aml.prune.PrunePlan;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.prune.Strategy;
import loom.aml.store.Finding;
import loom.aml.store.Selection;
import loom.aml.store.log.RunRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The records of runs: their order, undone runs, and items that another program wrote back. */
class HistoryTest {
    private static final Selection NOBODY = Selection.ofAgents(Set.of("nobody"));

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory).put("debugger/solutions.json", old("a"), TestItem.solution("b"), old("c"));
    }

    private static TestItem old(String id) {
        return TestItem.solution(id).with("effectiveness.worked", false);
    }

    /** Prunes with knowledge of earlier prunes. */
    private Report prune(PrunePolicy policy) throws IOException {
        return store.run(
                open -> new Pruner(policy, store.now()).plan(open, Selection.ALL, new History(open).returned()));
    }

    private Report prune() throws IOException {
        return prune(PrunePolicy.DEFAULT);
    }

    /** Plans a prune by a policy without rules: everything that it removes has come back. */
    private PrunePlan planByNoRule() throws IOException {
        PrunePolicy lenient = PrunePolicy.DEFAULT.withStrategies(Set.of(Strategy.SPACE_BASED));
        return store.plan(
                open -> new Pruner(lenient, store.now()).plan(open, Selection.ALL, new History(open).returned()));
    }

    private String text() throws IOException {
        return store.text("debugger/solutions.json");
    }

    @Test
    void record_thatIsALink_isReported() throws IOException {
        String run = prune().run();
        Path record;
        try (Stream<Path> records = Files.list(store.logs().resolve("runs"))) {
            record = records.filter(path -> path.toString().contains(run))
                    .findFirst()
                    .orElseThrow();
        }
        Files.createSymbolicLink(record, Files.move(record, directory.resolve("elsewhere")));

        try (var open = store.openReadOnly()) {
            History history = new History(open);
            assertThat(history.runs()).isEmpty();
            assertThat(history.unreadable()).extracting(Finding::where).containsExactly("run " + run);
        }
    }

    @Test
    void history_ofAStoreWithoutRuns_isEmpty() throws IOException {
        assertThat(store.history()).isEmpty();
        try (var open = store.openReadOnly()) {
            assertThat(new History(open).latestUndoable()).isEmpty();
            assertThat(new History(open).unreadable()).isEmpty();
        }
        assertThat(planByNoRule().changes().isEmpty()).isTrue();
    }

    @Test
    void history_listsTheNewestRunFirst_evenWithinAMillisecond() throws IOException {
        String[] runs = new String[12];
        try (var open = store.open()) {
            for (int i = 0; i < runs.length; i++) {
                PrunePlan plan = new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, NOBODY, ReappearedItems.NONE);
                runs[i] = store.execution(open)
                        .execute(plan, Execution.Options.DEFAULT)
                        .run();
                store.pass(Duration.ofNanos(i % 4 == 3 ? 2_000_000 : 1_000));
            }
        }

        assertThat(store.history().reversed()).extracting(RunRecord::run).containsExactly(runs);
    }

    @Test
    void history_skipsAnUnreadableRecord_andReportsIt() throws IOException {
        Report first = prune();
        Report second = store.run(
                open -> new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, NOBODY, ReappearedItems.NONE));
        WatchedDisk watched = new WatchedDisk()
                .before("open", store.recordOf(second.run()).getFileName().toString(), () -> {
                    throw new IOException("bad sector");
                });
        store.on(watched.disk());

        try (var open = store.openReadOnly()) {
            History history = new History(open);

            assertThat(history.runs()).extracting(RunRecord::run).containsExactly(first.run());
            assertThat(history.unreadable()).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Finding.Kind.UNREADABLE);
                assertThat(finding.where()).isEqualTo("run " + second.run());
                assertThat(finding.what()).contains("bad sector");
            });
        }
        assertThat(planByNoRule().findings())
                .as("the finding reaches users of the history")
                .extracting(Finding::where)
                .containsExactly("run " + second.run());
    }

    @Test
    void history_ignoresOtherFilesAmongTheRecords() throws IOException {
        Report run = prune();
        Path runs = store.logs().resolve("runs");
        Files.writeString(runs.resolve("._" + run.run() + ".jsonl"), "what another file system left");
        Files.writeString(runs.resolve("notes.txt"), "mine");
        Files.createDirectory(runs.resolve("directory.jsonl"));

        assertThat(store.history()).extracting(RunRecord::run).containsExactly(run.run());
    }

    @Test
    void history_readsARecordWhoseLastLineIsTruncated() throws IOException {
        Report run = prune();
        Path record = store.recordOf(run.run());
        Files.writeString(record, "{\"event\":\"comm", StandardOpenOption.APPEND);

        assertThat(store.history()).singleElement().satisfies(read -> {
            assertThat(read.removed()).isEqualTo(2);
            assertThat(read.brokenLines()).isEqualTo(1);
        });
    }

    @Test
    void returned_containsItemsThatAnotherProgramWroteBack_regardlessOfCurrentRules() throws IOException {
        String before = text();
        Report pruned = prune();
        store.rewrite("debugger/solutions.json", before);

        PrunePlan plan = planByNoRule();
        Report again = prune();

        assertThat(plan.returned()).isEqualTo(2);
        assertThat(plan.changes().removals().count()).isEqualTo(2);
        assertThat(store.ids("debugger/solutions.json")).containsExactly("b");
        assertThat(again.removedByCause()).hasSize(1).allSatisfy((tally, count) -> {
            assertThat(tally.strategy()).isEqualTo("returned");
            assertThat(tally.reason()).isEqualTo("returned");
            assertThat(count.items()).isEqualTo(2);
        });
        assertThat(archived(again))
                .allSatisfy(line -> assertThat(line)
                        .contains("\"rule\":\"pruned before and written back by another program\"")
                        .contains("\"values\":{\"pruned_by\":\"" + pruned.run() + "\"}"));
    }

    private List<String> archived(Report run) throws IOException {
        try (Stream<Path> files = Files.walk(store.logs().resolve("archives").resolve(run.run()))) {
            Path archive = files.filter(path -> path.toString().endsWith(".jsonl.gz"))
                    .findFirst()
                    .orElseThrow();
            return TestStore.textOf(Files.readAllBytes(archive)).lines().skip(1).toList();
        }
    }

    @Test
    void returned_excludesItemsThatChangedSince() throws IOException {
        prune();
        store.rewrite(
                "debugger/solutions.json",
                TestItem.collection(old("a").with("verifiedCount", 4), TestItem.solution("b")));

        assertThat(planByNoRule().returned()).isZero();
    }

    @Test
    void returned_excludesItemsThatWereNeverGone() throws IOException {
        prune();

        assertThat(planByNoRule().changes().isEmpty()).isTrue();
    }

    @Test
    void returned_excludesItemsRestoredByUndo() throws IOException {
        store.undo(prune().run());

        assertThat(store.ids("debugger/solutions.json")).containsExactly("a", "b", "c");
        assertThat(planByNoRule().returned()).isZero();
    }

    @Test
    void returned_excludesItemsRestoredByASecondUndo() throws IOException {
        String before = text();
        prune();
        store.rewrite("debugger/solutions.json", before);
        Report second = prune();
        store.undo(second.run());

        assertThat(store.ids("debugger/solutions.json")).containsExactly("a", "b", "c");
        assertThat(planByNoRule().returned())
                .as("the user wanted these items most recently")
                .isZero();
    }

    /** Prunes as with {@code --again}. */
    private Report pruneAgain() throws IOException {
        return store.run(
                open -> new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE));
    }

    @Test
    void returned_containsItemsPrunedAgainAfterAnUndo() throws IOException {
        String before = text();
        store.undo(prune().run());
        Report second = pruneAgain();
        store.rewrite("debugger/solutions.json", before);

        assertThat(second.removedByCause().firstKey().strategy()).isEqualTo("performance_based");
        assertThat(planByNoRule().returned()).isEqualTo(2);
    }

    @Test
    void returned_containsOnlyItemsThatAPartialUndoDidNotRestore() throws IOException {
        store.put("reviewer/solutions.json", old("e"), TestItem.solution("f"));
        String reviewer = store.text("reviewer/solutions.json");
        Report pruned = prune();
        Path lock = Files.createDirectory(store.root().resolve("reviewer/solutions.json.lock"));
        store.undo(pruned.run());
        Files.delete(lock);
        store.rewrite("reviewer/solutions.json", reviewer);

        PrunePlan plan = planByNoRule();

        assertThat(plan.returned()).isEqualTo(1);
        assertThat(plan.changes().changes())
                .extracting(change -> change.path())
                .containsExactly("reviewer/solutions.json");
    }

    @Test
    void returned_skipsAnUnreadableArchive_andReportsIt() throws IOException {
        String before = text();
        Report pruned = prune();
        store.rewrite("debugger/solutions.json", before);
        try (Stream<Path> files = Files.walk(store.logs().resolve("archives"))) {
            for (Path seen :
                    files.filter(path -> path.toString().endsWith(".seen")).toList()) {
                Files.delete(seen);
            }
        }

        PrunePlan plan = planByNoRule();

        assertThat(plan.returned()).isZero();
        assertThat(plan.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.UNREADABLE);
            assertThat(finding.where()).isEqualTo("run " + pruned.run());
            assertThat(finding.what()).contains("archive");
        });
    }

    @Test
    void returned_excludesTheSameItemsOfAnotherAgent_thatWereNeverPruned() throws IOException {
        store.put("reviewer/solutions.json", text());
        Selection debugger = Selection.ofAgents(Set.of("debugger"));
        store.run(open -> new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, debugger, ReappearedItems.NONE));

        assertThat(planByNoRule().returned()).isZero();
    }

    @Test
    void returned_knowsItemsUnderEitherNameOfTheirCollection() throws IOException {
        String before = text();
        prune();
        store.put("debugger/solutions.json.gz", TestStore.gzip(before));

        assertThat(planByNoRule().changes().changes())
                .singleElement()
                .satisfies(change -> assertThat(change.path()).isEqualTo("debugger/solutions.json.gz"));
        assertThat(planByNoRule().returned()).isEqualTo(2);
    }

    @Test
    void returned_keepsPinnedItems() throws IOException {
        String before = text();
        prune();
        store.run(open -> PinPlan.pin(open, "a"));
        store.rewrite("debugger/solutions.json", before);

        assertThat(planByNoRule().returned()).isEqualTo(1);
    }
}
