package loom.aml.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.RandomStore;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.WildStore;
import loom.aml.item.WildFixtures;
import loom.aml.item.WildFixtures.Wild;
import loom.aml.prune.PrunePolicy;
import loom.aml.run.Execution;
import loom.aml.run.History;
import loom.aml.run.RecordedRun;
import loom.aml.run.Report;
import loom.aml.run.RunRetention;
import loom.aml.run.RunUndo;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.PlanSummary;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import loom.aml.tidy.GcPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The daily job. */
class MaintenanceTest {

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    private static TestItem old(String id) {
        return TestItem.solution(TestItem.uuid(id)).with("effectiveness.worked", false);
    }

    private static TestItem young(String id) {
        return TestItem.solution(TestItem.uuid(id));
    }

    private Maintenance.Result maintain() throws IOException {
        return maintain(MaintainPolicy.DEFAULT);
    }

    private Maintenance.Result maintain(MaintainPolicy policy) throws IOException {
        try (MemoryStore open = store.open()) {
            Maintenance.Result result =
                    new Maintenance(open, policy).run(store.execution(open), Execution.Options.DEFAULT);
            store.pass(Duration.ofSeconds(1));
            return result;
        }
    }

    private Maintenance.Plans plan() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return new Maintenance(open, MaintainPolicy.DEFAULT).plan();
        }
    }

    @Test
    void maintain_collectsGarbageThenPrunes() throws IOException {
        store.put(
                        "debugger/solutions.json",
                        young("a"),
                        young("a"),
                        old("b"),
                        young("c").without("agent"))
                .putGzip("debugger/patterns.json.gz", TestItem.pattern(TestItem.uuid("p")))
                .put("debugger/decisions.json", "[]")
                .settled();

        Maintenance.Result result = maintain();

        assertThat(result.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(result.findings()).isEmpty();
        assertThat(result.items()).isEqualTo(5);
        assertThat(result.gc().removed()).isEqualTo(1);
        assertThat(result.gc().transformed()).isEqualTo(1);
        assertThat(result.prune().removed()).isEqualTo(1);
        assertThat(result.returned()).isZero();
        assertThat(store.collections()).containsExactly("debugger/patterns.json", "debugger/solutions.json");
        assertThat(store.ids("debugger/solutions.json")).containsExactly(TestItem.uuid("a"), TestItem.uuid("c"));
    }

    @Test
    void maintain_reportsTheSizeBeforeAndAfter() throws IOException {
        store.put("debugger/solutions.json", young("a"), old("b")).put("debugger/metrics.json", "{}");
        long before = store.size("debugger/solutions.json");

        Maintenance.Result result = maintain();

        assertThat(result.bytesBefore()).isEqualTo(before);
        assertThat(result.bytesAfter()).isEqualTo(store.size("debugger/solutions.json"));
        assertThat(result.bytesBefore() - result.bytesAfter())
                .isEqualTo(result.gc().bytesFreed() + result.prune().bytesFreed());
    }

    @Test
    void maintain_isOneRunWithSteps_thatCanBeUndoneOneByOne() throws IOException {
        store.put("debugger/solutions.json", young("a"), young("a"), old("b"));
        SortedMap<String, String> before = store.texts();
        Maintenance.Result result = maintain();

        assertThat(store.history())
                .extracting(RunRecord::run)
                .contains(result.prune().run(), result.gc().run());
        assertThat(store.history())
                .extracting(RunRecord::operation)
                .containsExactlyInAnyOrder("maintain", "prune", "gc", "compress", "index", "backup auto");
        assertThat(runs()).singleElement().satisfies(run -> {
            assertThat(run.run()).isEqualTo(result.run());
            assertThat(run.operation()).isEqualTo("maintain");
            assertThat(run.steps())
                    .extracting(RunRecord::operation)
                    .containsExactly("backup auto", "gc", "prune", "compress", "index");
            assertThat(run.removed()).isEqualTo(2);
        });
        String snapshot = result.backup().orElseThrow().snapshot().manifest().id();
        assertThat(store.record(result.gc().run()).snapshot()).contains(snapshot);
        assertThat(store.record(result.prune().run()).snapshot()).contains(snapshot);
        store.undo(result.prune().run());
        store.undo(result.gc().run());

        assertThat(store.texts()).isEqualTo(before);
    }

    private List<RecordedRun> runs() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return RecordedRun.group(new History(open).runs());
        }
    }

    /** Undoes the newest run that was not undone yet. */
    private Report undo() throws IOException {
        try (MemoryStore open = store.open()) {
            RecordedRun latest = new History(open).latestUndoable().orElseThrow();
            Report report = new RunUndo(open, latest).execute(store.execution(open), Execution.Options.DEFAULT);
            store.pass(Duration.ofSeconds(1));
            return report;
        }
    }

    private RecordedRun run(String id) throws IOException {
        return runs().stream().filter(run -> run.run().equals(id)).findFirst().orElseThrow();
    }

    private Set<String> undone() throws IOException {
        return History.undone(store.history());
    }

    @Test
    void undo_ofMaintain_undoesAllItsSteps_asOneRun() throws IOException {
        store.put("debugger/solutions.json", young("a"), young("a"), old("b"))
                .put(
                        "debugger/patterns.json",
                        TestItem.pattern(TestItem.uuid("p")).padded(2_000))
                .age("debugger/patterns.json", Duration.ofDays(40));
        SortedMap<String, String> before = store.texts();
        Maintenance.Result result = maintain();
        assertThat(store.isGzip("debugger/patterns.json")).isTrue();

        Report undo = undo();

        assertThat(undo.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(undo.inserted()).isEqualTo(2);
        assertThat(store.texts()).isEqualTo(before);
        assertThat(store.isGzip("debugger/patterns.json")).isFalse();
        assertThat(runs()).extracting(RecordedRun::operation).containsExactly("undo", "maintain");
        assertThat(run(undo.run()).record().undoes()).hasValue(result.run());
        assertThat(run(undo.run()).steps())
                .extracting(step -> step.undoes().orElseThrow())
                .containsExactly(
                        result.compress().run(),
                        result.prune().run(),
                        result.gc().run());
        assertThat(undone())
                .contains(result.run(), result.prune().run(), result.gc().run());
        assertThat(latestUndoable()).isEmpty();
    }

    private Optional<RecordedRun> latestUndoable() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return new History(open).latestUndoable();
        }
    }

    @Test
    void undo_ofMaintainWithAnUndoneStep_undoesTheOthers() throws IOException {
        store.put("debugger/solutions.json", young("a"), young("a"), old("b"));
        SortedMap<String, String> before = store.texts();
        Maintenance.Result result = maintain();
        store.undo(result.prune().run());
        assertThat(undone()).containsExactly(result.prune().run());

        Report undo = undo();

        assertThat(store.texts()).isEqualTo(before);
        assertThat(run(undo.run()).steps()).hasSize(1);
        assertThat(undone()).contains(result.run());
    }

    @Test
    void itemsRemovedByAnUndoneMaintain_areNotRemovedByTheNext() throws IOException {
        store.put("debugger/solutions.json", young("a"), young("a"), old("b"));
        maintain();
        undo();
        SortedMap<String, String> before = store.texts();

        Maintenance.Result next = maintain();

        assertThat(store.texts()).isEqualTo(before);
        assertThat(next.gc().removed()).isZero();
        assertThat(next.prune().removed()).isZero();
    }

    @Test
    void maintainInterruptedBetweenTwoSteps_isUndoneAsFarAsItGot() throws IOException {
        store.put("debugger/solutions.json", young("a"), young("a"), old("b"));
        SortedMap<String, String> before = store.texts();
        Maintenance.Result result = maintain();
        String record = Files.readString(store.recordOf(result.run()));
        Files.writeString(store.recordOf(result.run()), record.substring(0, record.indexOf('\n') + 1));

        assertThat(run(result.run()).record().finished()).isEmpty();
        assertThat(undo().outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void stepsOfARunWhoseRecordIsGone_areRunsOfTheirOwn() throws IOException {
        store.put("debugger/solutions.json", young("a"), old("b"));
        Maintenance.Result result = maintain();
        Files.delete(store.recordOf(result.run()));

        assertThat(runs()).extracting(RecordedRun::operation).contains("gc", "prune");
        assertThat(latestUndoable())
                .map(RecordedRun::run)
                .hasValue(result.prune().run());
    }

    @Test
    void recordOfARun_isKeptAsLongAsThatOfAStep() throws IOException {
        store.put("debugger/solutions.json", young("a"), old("b"));
        Maintenance.Result removing = maintain();
        Maintenance.Result idle = maintain();

        try (MemoryStore open = store.open()) {
            new RunRetention(LogFolder.of(open.place()), 0).forget();
        }

        assertThat(runs()).singleElement().satisfies(run -> {
            assertThat(run.run()).isEqualTo(removing.run());
            assertThat(run.steps())
                    .extracting(RunRecord::run)
                    .containsExactly(removing.prune().run());
        });
        assertThat(idle.run()).isNotEqualTo(removing.run());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void plan_changesNothing_andMatchesTheRun(int seed) throws IOException {
        RandomStore.fill(store, new Random(seed));
        SortedMap<String, String> before = store.everything();

        Maintenance.Plans plans = plan();
        assertThat(store.everything()).as("seed %d", seed).isEqualTo(before);
        Maintenance.Result result = maintain();

        assertThat(items(result.gc().removedByCause()))
                .as("seed %d", seed)
                .isEqualTo(items(PlanSummary.of(plans.gc()).byCause()));
        assertThat(items(result.prune().removedByCause()))
                .as("seed %d", seed)
                .isEqualTo(items(PlanSummary.of(plans.prune()).byCause()));
        assertThat(result.prune().removed()).as("seed %d", seed).isPositive();
        assertThat(plans.gc().items()).isEqualTo(result.items());
    }

    /** Compares items, not bytes: the separator that is removed with an item depends on earlier removals. */
    private static Map<FileOutcome.Tally, Integer> items(Map<FileOutcome.Tally, FileOutcome.Count> sums) {
        Map<FileOutcome.Tally, Integer> items = new TreeMap<>();
        sums.forEach((tally, count) -> items.put(tally, count.items()));
        return items;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void maintain_keepsEveryItemInTheStoreOrInTheArchive(int seed) throws IOException {
        RandomStore.fill(store, new Random(seed));

        Maintenance.Result result = maintain();

        long left = 0;
        for (String path : store.collections()) {
            left += plannedItems(path);
        }
        assertThat(left)
                .as("seed %d", seed)
                .isEqualTo(
                        result.items() - result.gc().removed() - result.prune().removed());
    }

    private long plannedItems(String path) throws IOException {
        // Parsed by the other library, which includes foreign elements.
        String text = store.text(path).strip();
        text = text.startsWith("\ufeff") ? text.substring(1).strip() : text;
        return new ElementCount(text).count();
    }

    /** Counts the elements of an array by its brackets and commas, as simply as possible. */
    private record ElementCount(String text) {
        long count() {
            int depth = 0;
            boolean inString = false;
            long elements = text.substring(1, text.length() - 1).isBlank() ? 0 : 1;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (inString) {
                    i += c == '\\' ? 1 : 0;
                    inString = c != '"';
                } else if (c == '"') {
                    inString = true;
                } else if (c == '[' || c == '{') {
                    depth++;
                } else if (c == ']' || c == '}') {
                    depth--;
                } else if (c == ',' && depth == 1) {
                    elements++;
                }
            }
            return elements;
        }
    }

    @Test
    void maintain_runTwiceChangesNothingTheSecondTime() throws IOException {
        store.put("debugger/solutions.json", young("a"), young("a"), old("b"))
                .putGzip("debugger/decisions.json.gz", TestItem.decision(TestItem.uuid("d")))
                .put("reviewer/solutions.json", "null");
        maintain();
        SortedMap<String, String> before = store.memory();

        Maintenance.Result second = maintain();

        assertThat(store.memory()).isEqualTo(before);
        assertThat(second.gc().changedFiles()).isZero();
        assertThat(second.prune().changedFiles()).isZero();
        assertThat(second.outcome()).isEqualTo(Report.Outcome.DONE);
    }

    @Test
    void maintain_prunesAgainItemsThatAnotherProgramWroteBack_andCountsThem() throws IOException {
        store.put("debugger/solutions.json", young("a"), old("b"), old("c"));
        String copy = store.text("debugger/solutions.json");
        maintain();
        store.rewrite("debugger/solutions.json", copy);

        assertThat(plan().prune().returned()).isEqualTo(2);
        Maintenance.Result again = maintain();

        assertThat(again.returned()).isEqualTo(2);
        assertThat(again.prune().removedByCause().firstKey().reason()).isEqualTo("returned");
        assertThat(store.ids("debugger/solutions.json")).containsExactly(TestItem.uuid("a"));
    }

    @Test
    void maintain_doesNotCountItemsRestoredByUndoAsReturned() throws IOException {
        store.put("debugger/solutions.json", young("a"), old("b"));
        store.undo(maintain().prune().run());

        assertThat(plan().prune().returned()).isZero();
        assertThat(maintain().returned()).isZero();
    }

    @Test
    void plan_countsARemovalByTwoStepsForTheFirst() throws IOException {
        store.put("debugger/solutions.json", old("a"), old("a"), old("b"));
        String copy = store.text("debugger/solutions.json");
        maintain();
        store.put("debugger/solutions.json", copy);

        Maintenance.Plans plans = plan();

        assertThat(PlanSummary.of(plans.gc()).items()).isEqualTo(1);
        assertThat(PlanSummary.of(plans.prune()).items()).isEqualTo(2);
        assertThat(plans.prune().returned())
                .as("among the removals of the prune")
                .isEqualTo(2);
    }

    @Test
    void plan_omitsAPruneWithNothingLeft_butKeepsACompression() throws IOException {
        TestItem[] decisions = new TestItem[40];
        for (int i = 0; i < decisions.length; i++) {
            decisions[i] = TestItem.decision(TestItem.uuid("d" + i)).padded(300);
        }
        store.put("debugger/solutions.json", TestItem.solution("no-uuid").with("effectiveness.worked", false))
                .put("debugger/decisions.json", decisions);
        MaintainPolicy policy = new MaintainPolicy(
                GcPolicy.DEFAULT.withForRuntime(true), PrunePolicy.DEFAULT.withLimits(10_000, 1_000_000));

        try (MemoryStore open = store.openReadOnly()) {
            Maintenance.Plans plans = new Maintenance(open, policy).plan();

            assertThat(plans.prune().changes().changes())
                    .extracting(change -> change.path())
                    .containsExactly("debugger/decisions.json");
        }
        maintain(policy);
        assertThat(store.isGzip("debugger/decisions.json")).isTrue();
        assertThat(store.ids("debugger/decisions.json")).hasSize(40);
    }

    @Test
    void maintain_followsItsPolicy() throws IOException {
        store.put("debugger/solutions.json", "[" + old("a") + ",{")
                .put("debugger/patterns.json", TestItem.pattern("no-uuid"), TestItem.pattern(TestItem.uuid("p")))
                .settled();
        PrunePolicy byNothing = PrunePolicy.DEFAULT.withStrategies(Set.of());

        Maintenance.Result result =
                maintain(new MaintainPolicy(GcPolicy.DEFAULT.withRepair(true).withForRuntime(true), byNothing));

        assertThat(result.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.ids("debugger/solutions.json")).containsExactly(TestItem.uuid("a"));
        assertThat(store.ids("debugger/patterns.json")).containsExactly(TestItem.uuid("p"));
    }

    @Test
    void maintain_reportsAFindingOfTwoStepsOnce() throws IOException {
        store.put("debugger/solutions.json", "[{").put("debugger/patterns.json", "[7]");

        Maintenance.Result result = maintain();

        assertThat(result.findings())
                .extracting(Finding::kind)
                .containsExactlyInAnyOrder(Finding.Kind.DAMAGED, Finding.Kind.STRANGER);
        assertThat(result.outcome()).isEqualTo(Report.Outcome.PARTIAL);
    }

    @Test
    void maintain_isAsGoodAsItsWorstStep() throws IOException {
        store.put("debugger/solutions.json", young("a"), young("a"))
                .put("reviewer/solutions.json", young("c"), old("d"));
        Path lock = Files.createDirectory(store.root().resolve("debugger/solutions.json.lock"));
        Maintenance.Result gcWasLockedOut = maintain();
        Files.delete(lock);
        store.put("reviewer/solutions.json", young("c"), old("e"));
        Files.createDirectory(store.root().resolve("reviewer/solutions.json.lock"));
        Maintenance.Result pruneWasLockedOut = maintain();

        assertThat(gcWasLockedOut.prune().outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(gcWasLockedOut.outcome()).isEqualTo(Report.Outcome.LOCKED);
        assertThat(pruneWasLockedOut.gc().outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(pruneWasLockedOut.outcome()).isEqualTo(Report.Outcome.LOCKED);
    }

    @Test
    void maintain_reportsUnreadableEarlierRuns() throws IOException {
        store.put("debugger/solutions.json", young("a"), old("b"));
        Maintenance.Result first = maintain();
        try (var archives = Files.walk(
                store.logs().resolve("archives").resolve(first.prune().run()))) {
            for (Path seen :
                    archives.filter(path -> path.toString().endsWith(".seen")).toList()) {
                Files.delete(seen);
            }
        }

        Maintenance.Result second = maintain();

        assertThat(second.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(second.findings())
                .extracting(Finding::where)
                .containsExactly("run " + first.prune().run());
    }

    @Test
    void maintain_leavesDamagedFilesUntouched_andProcessesTheOthers() throws IOException {
        WildStore wild = WildStore.in(directory, WildFixtures.damaged());
        store = wild.store();
        SortedMap<String, String> before = store.memory();

        Maintenance.Result result = maintain();

        assertThat(result.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(result.findings())
                .as("each damage is reported once")
                .allMatch(finding -> finding.kind() == Finding.Kind.DAMAGED)
                .hasSize(wild.files().size());
        for (Wild file : wild.files()) {
            assertThat(store.look(wild.patternsOf(file))).as(file.name()).isEqualTo(before.get(wild.patternsOf(file)));
            assertThat(store.ids(wild.solutionsOf(file))).as(file.name()).containsExactly(TestItem.uuid("sound"));
        }
    }

    @Test
    void maintain_readsTheOthers_andUndoRestoresTheText() throws IOException {
        store = WildStore.in(directory, WildFixtures.processed()).store();
        SortedMap<String, String> before = store.texts();

        Maintenance.Result result = maintain();

        assertThat(result.outcome()).isEqualTo(Report.Outcome.DONE);
        store.undo(result.compress().run());
        store.undo(result.prune().run());
        store.undo(result.gc().run());
        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void maintain_compressesFilesNotWrittenForLong_butNotThoseItJustWrote() throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern(TestItem.uuid("a")).padded(2_000))
                .age("debugger/patterns.json", Duration.ofDays(40))
                .put(
                        "debugger/solutions.json",
                        young("a").padded(2_000),
                        young("a").padded(2_000))
                .age("debugger/solutions.json", Duration.ofDays(40));
        assertThat(plan().compress().changes().changes()).hasSize(1);

        Maintenance.Result result = maintain();

        assertThat(result.compress().recoded()).isEqualTo(1);
        assertThat(store.isGzip("debugger/patterns.json")).isTrue();
        assertThat(store.isGzip("debugger/solutions.json")).isFalse();
    }

    @Test
    void maintain_ofAnEmptyStore_hasNothingToDo() throws IOException {
        Maintenance.Result result = maintain();

        assertThat(result.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(result.items()).isZero();
        assertThat(result.bytesBefore()).isZero();
        try (MemoryStore open = store.openReadOnly()) {
            assertThat(new History(open).latestUndoable()).isEmpty();
        }
    }
}
