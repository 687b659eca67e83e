package loom.aml.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.WatchedDisk;
import loom.aml.io.LocalDisk;
import loom.aml.prune.PrunePlan;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.log.RunRecord;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The undo of a run, whatever happened since. */
class UndoTest {

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory)
                .put("debugger/solutions.json", old("a"), TestItem.solution("b"), old("c"))
                .putGzip("reviewer/solutions.json", TestItem.solution("d"), old("e"));
    }

    private static TestItem old(String id) {
        return TestItem.solution(id).with("effectiveness.worked", false);
    }

    private PrunePlan plan(MemoryStore open) throws IOException {
        return new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE);
    }

    private Report prune() throws IOException {
        return store.run(this::plan);
    }

    private Report gc() throws IOException {
        return store.run(open -> new GarbageCollector(GcPolicy.DEFAULT, store.now()).plan(open, Selection.ALL));
    }

    /** Returns the run's archive of the items of a file. */
    private Path archiveOf(Report run, String file) throws IOException {
        try (Stream<Path> files = Files.walk(store.logs().resolve("archives").resolve(run.run()))) {
            return files.filter(path -> path.toString().contains(file + ".")
                            && path.toString().endsWith(".jsonl.gz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void undo_restoresItemsToTheirPositions_toTheByte() throws IOException {
        SortedMap<String, String> before = store.texts();
        Report pruned = prune();

        Report undone = store.undo(pruned.run());

        assertThat(store.texts()).isEqualTo(before);
        assertThat(undone.operation()).isEqualTo("undo");
        assertThat(undone.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(undone.inserted()).isEqualTo(3);
        assertThat(undone.removed()).isZero();
        assertThat(undone.bytesFreed()).isNegative();
        assertThat(undone.backup()).as("an undo takes a safety snapshot, too").isNotNull();
    }

    @Test
    void undo_appendsIfAnotherProgramWroteSince() throws IOException {
        Report pruned = prune();
        store.rewrite("debugger/solutions.json", TestItem.collection(TestItem.solution("b"), TestItem.solution("new")));

        Report undone = store.undo(pruned.run());

        assertThat(undone.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.text("debugger/solutions.json"))
                .isEqualTo(TestItem.collection(TestItem.solution("b"), TestItem.solution("new"), old("a"), old("c")));
        assertThat(store.text("reviewer/solutions.json"))
                .as("without other writes, each item returns to its position")
                .isEqualTo(TestItem.collection(TestItem.solution("d"), old("e")));
    }

    @Test
    void undo_keepsAnItemInTheArchive_whoseIdIsInTheStoreAgain() throws IOException {
        Report pruned = prune();
        TestItem newer = TestItem.solution("a").with("verifiedCount", 7);
        store.rewrite("debugger/solutions.json", TestItem.collection(newer, TestItem.solution("b")));

        Report undone = store.undo(pruned.run());

        assertThat(store.text("debugger/solutions.json"))
                .isEqualTo(TestItem.collection(newer, TestItem.solution("b"), old("c")));
        assertThat(undone.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(undone.inserted()).isEqualTo(2);
        assertThat(undone.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.CHANGED);
            assertThat(finding.where()).isEqualTo("debugger/solution/a");
            assertThat(finding.advice()).contains("remains in the archive");
        });
    }

    @Test
    void undo_ofGc_restoresDuplicates_evenAfterALaterRun() throws IOException {
        store.put(
                "debugger/patterns.json",
                TestItem.pattern("twin"),
                TestItem.pattern("twin"),
                TestItem.pattern("gone").with("evolution.lastUsed", TestStore.NOW.minus(Duration.ofDays(400))));
        Report gc = gc();
        assertThat(store.ids("debugger/patterns.json")).containsExactly("twin", "gone");
        prune();
        assertThat(store.ids("debugger/patterns.json")).containsExactly("twin");

        Report undo = store.undo(gc.run());

        assertThat(undo.outcome()).as(undo.findings().toString()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.ids("debugger/patterns.json")).containsExactly("twin", "twin");
    }

    @Test
    void undo_recreatesAFileThatWasRemovedSince() throws IOException {
        Report pruned = prune();
        Files.delete(store.root().resolve("debugger/solutions.json"));
        Files.delete(store.root().resolve("debugger"));

        Report undone = store.undo(pruned.run());

        assertThat(undone.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.text("debugger/solutions.json")).isEqualTo(TestItem.collection(old("a"), old("c")));
    }

    @Test
    void undo_leavesAFileThatWasDamagedSince_andProcessesTheOthers() throws IOException {
        Report pruned = prune();
        store.rewrite("debugger/solutions.json", "[{\"id\":");

        Report undone = store.undo(pruned.run());

        assertThat(undone.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(store.text("debugger/solutions.json")).isEqualTo("[{\"id\":");
        assertThat(store.ids("reviewer/solutions.json")).containsExactly("d", "e");
        assertThat(undone.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.DAMAGED);
    }

    @Test
    void undo_ofAnUndoneRun_hasNothingToDo_andTheNextOneFollows() throws IOException {
        Report first = store.run(open -> new Pruner(PrunePolicy.DEFAULT, store.now())
                .plan(open, Selection.ofAgents(Set.of("reviewer")), ReappearedItems.NONE));
        Report second = prune();

        assertThat(latest()).isEqualTo(second.run());
        store.undo(second.run());
        assertThat(latest()).as("each run is undone once").isEqualTo(first.run());
        SortedMap<String, String> afterFirst = store.texts();

        Report again = store.undo(second.run());

        assertThat(again.changedFiles()).isZero();
        assertThat(again.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.texts()).isEqualTo(afterFirst);
        assertThat(History.undone(store.history())).containsExactly(second.run());

        store.undo(first.run());
        try (var open = store.openReadOnly()) {
            assertThat(new History(open).latestUndoable()).isEmpty();
        }
    }

    private String latest() throws IOException {
        try (var open = store.openReadOnly()) {
            return new History(open).latestUndoable().orElseThrow().run();
        }
    }

    @Test
    void undo_thatFoundAFileLocked_continuesWithItNextTime() throws IOException {
        SortedMap<String, String> before = store.texts();
        Report pruned = prune();
        Path lock = Files.createDirectory(store.root().resolve("debugger/solutions.json.lock"));

        Report first = store.undo(pruned.run());
        assertThat(first.outcome()).isEqualTo(Report.Outcome.LOCKED);
        assertThat(first.inserted()).isEqualTo(1);
        assertThat(latest()).as("two items are still missing").isEqualTo(pruned.run());

        Files.delete(lock);
        Report second = store.undo(pruned.run());

        assertThat(second.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(second.inserted()).isEqualTo(2);
        assertThat(second.outcomes()).extracting(FileOutcome::path).containsExactly("debugger/solutions.json");
        assertThat(store.texts()).isEqualTo(before);
        assertThat(History.undone(store.history())).containsExactly(pruned.run());
    }

    @Test
    void undo_thatFoundAllItemsPresent_isComplete() throws IOException {
        store = TestStore.in(directory.resolve("other"))
                .put("debugger/solutions.json", TestItem.solution("b"), old("a"));
        Report pruned = prune();
        store.rewrite("debugger/solutions.json", TestItem.collection(TestItem.solution("a")));

        Report undone = store.undo(pruned.run());

        assertThat(undone.changedFiles()).isZero();
        assertThat(History.undone(store.history()))
                .as("another attempt would have the same result")
                .containsExactly(pruned.run());
    }

    @Test
    void undo_ofAnInterruptedRun_restoresMarkedChanges() throws IOException {
        SortedMap<String, String> before = store.texts();
        WatchedDisk watched = new WatchedDisk().before("createDirectory", "reviewer/solutions.json.lock", () -> {
            throw new IllegalStateException("the process dies here");
        });
        store.with(StoreOptions.DEFAULT.withThreads(1)).on(watched.disk());
        assertThatThrownBy(this::prune).isInstanceOf(IllegalStateException.class);
        store.on(new LocalDisk());
        RunRecord interrupted = store.history().getFirst();
        assertThat(interrupted.finished()).isEmpty();
        assertThat(interrupted.commits()).hasSize(1);
        assertThat(store.ids("debugger/solutions.json")).containsExactly("b");

        Report undone = store.undo(interrupted.run());

        assertThat(undone.inserted()).isEqualTo(2);
        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void undo_thatWasInterrupted_continuesWithTheRest() throws IOException {
        SortedMap<String, String> before = store.texts();
        Report pruned = store.with(StoreOptions.DEFAULT.withThreads(1)).run(this::plan);
        WatchedDisk watched = new WatchedDisk().before("createDirectory", "debugger/solutions.json.lock", () -> {
            throw new IllegalStateException("the process dies here");
        });
        store.on(watched.disk());
        assertThatThrownBy(() -> store.undo(pruned.run())).isInstanceOf(IllegalStateException.class);
        store.on(new LocalDisk());
        assertThat(store.ids("reviewer/solutions.json")).containsExactly("d", "e");
        assertThat(latest()).isEqualTo(pruned.run());

        store.undo(pruned.run());

        assertThat(store.texts()).isEqualTo(before);
        assertThat(History.undone(store.history())).containsExactly(pruned.run());
    }

    @Test
    void undo_restoresItemsOfARenamedFileIntoIt() throws IOException {
        store = TestStore.in(directory.resolve("other"))
                .putGzip(
                        "debugger/solutions.json.gz",
                        TestItem.solution("a"),
                        TestItem.solution("no agent").without("agent"),
                        TestItem.solution("b"));
        String text = store.text("debugger/solutions.json.gz");
        Report tidied = gc();
        assertThat(store.has("debugger/solutions.json.gz")).isFalse();
        assertThat(store.ids("debugger/solutions.json")).containsExactly("a", "no agent", "b");
        assertThat(store.text("debugger/solutions.json")).isNotEqualTo(text);

        Report undone = store.undo(tidied.run());

        assertThat(store.has("debugger/solutions.json.gz")).isFalse();
        assertThat(store.text("debugger/solutions.json")).isEqualTo(text);
        assertThat(undone.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(undone.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.RECOVERY);
            assertThat(finding.where()).isEqualTo("debugger/solutions.json");
            assertThat(finding.what()).contains("plain name");
        });
    }

    @Test
    void undo_restoresItemsOfAFileRenamedSince_whereTheRuntimeReadsThem() throws IOException {
        store = TestStore.in(directory.resolve("other"))
                .putGzip("debugger/solutions.json.gz", old("a"), TestItem.solution("b"));
        String text = store.text("debugger/solutions.json.gz");
        Report pruned = prune();
        gc();
        assertThat(store.collections()).containsExactly("debugger/solutions.json");

        Report undone = store.undo(pruned.run());

        assertThat(undone.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.collections()).containsExactly("debugger/solutions.json");
        assertThat(store.text("debugger/solutions.json")).isEqualTo(text);
        assertThat(History.undone(store.history())).containsExactly(pruned.run());
    }

    @Test
    void undo_restoresAnEmptyCollection_unlessAFileExistsThere() throws IOException {
        store.put("debugger/decisions.json", " [ ]\n")
                .put("debugger/patterns.json", "null")
                .settled();
        Report tidied = gc();
        assertThat(store.has("debugger/decisions.json")).isFalse();
        store.put("debugger/patterns.json", TestItem.pattern("new"));

        Report undone = store.undo(tidied.run());

        assertThat(store.text("debugger/decisions.json")).isEqualTo(" [ ]\n");
        assertThat(store.ids("debugger/patterns.json")).containsExactly("new");
        assertThat(undone.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(undone.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.CHANGED);
            assertThat(finding.where()).isEqualTo("debugger/patterns.json");
        });
    }

    @Test
    void undo_restoresAnEmptySuffixedFileBesideThePlainOne() throws IOException {
        store.put("debugger/solutions.json.gz", "[]").settled();
        SortedMap<String, String> before = store.texts();
        Report tidied = gc();
        assertThat(store.has("debugger/solutions.json.gz")).isFalse();

        assertThat(store.undo(tidied.run()).outcome()).isEqualTo(Report.Outcome.DONE);

        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void undo_ofARepair_restoresTheDamagedFile() throws IOException {
        byte[] damaged = ("[" + old("x") + ",{\"id\":").getBytes(StandardCharsets.UTF_8);
        store.put("debugger/solutions.json", damaged).settled();
        Report repaired = store.run(
                open -> new GarbageCollector(GcPolicy.DEFAULT.withRepair(true), store.now()).plan(open, Selection.ALL));
        assertThat(store.ids("debugger/solutions.json")).containsExactly("x");

        Report undone = store.undo(repaired.run());

        assertThat(undone.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.bytes("debugger/solutions.json")).isEqualTo(damaged);
    }

    @Test
    void undo_leavesARepairedFileThatWasWrittenSince() throws IOException {
        store.put("debugger/solutions.json", "[" + old("x") + ",{\"id\":").settled();
        Report repaired = store.run(
                open -> new GarbageCollector(GcPolicy.DEFAULT.withRepair(true), store.now()).plan(open, Selection.ALL));
        store.rewrite("debugger/solutions.json", TestItem.collection(TestItem.solution("new")));

        Report undone = store.undo(repaired.run());

        assertThat(undone.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(store.ids("debugger/solutions.json")).containsExactly("new");
    }

    @Test
    void undo_revertsNeitherPinsNorUndos() throws IOException {
        Report pinned = store.run(open -> PinPlan.pin(open, "b"));
        Report pruned = prune();
        Report undone = store.undo(pruned.run());

        assertThat(Undo.canUndo(store.record(pinned.run()))).isFalse();
        assertThat(Undo.canUndo(store.record(undone.run()))).isFalse();
        assertThat(Undo.canUndo(store.record(pruned.run()))).isTrue();
    }

    @Test
    void undo_ofARunWithoutRemovals_isImpossible() throws IOException {
        prune();
        Report nothing = prune();

        assertThat(nothing.removed()).isZero();
        assertThat(Undo.canUndo(store.record(nothing.run()))).isFalse();
    }

    @Test
    void undo_ignoresPathsOutsideTheStore() throws IOException {
        Report pruned = prune();
        Path outside = Files.writeString(directory.resolve("outside.json"), "mine");
        Path record = store.recordOf(pruned.run());
        String lines = Files.readString(record);
        // As written by an earlier version: a change of a sealed line would be detected.
        String unsealed = lines.replaceAll(",\"seal\":\"[0-9a-f]{64}\"", "");
        Files.writeString(
                record,
                unsealed.replace("\"debugger/solutions.json\"", "\"../../outside.json\"")
                        .replace("\"reviewer/solutions.json\"", "\"\""));

        RunRecord forged = store.record(pruned.run());
        assertThat(store.plan(open -> Undo.plan(open, forged)).changes().isEmpty())
                .isTrue();
        assertThat(Undo.canUndo(forged)).isFalse();
        Report undone = store.undo(pruned.run());

        assertThat(undone.changedFiles()).isZero();
        assertThat(outside).hasContent("mine");
    }

    @Test
    void undo_reportsAMissingArchive_andProcessesTheOthers() throws IOException {
        Report pruned = prune();
        Files.delete(archiveOf(pruned, "debugger/solutions.json"));

        Report undone = store.undo(pruned.run());

        assertThat(undone.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(store.ids("debugger/solutions.json")).containsExactly("b");
        assertThat(store.ids("reviewer/solutions.json")).containsExactly("d", "e");
    }

    @Test
    void undo_reportsADamagedArchive_andProcessesTheOthers() throws IOException {
        TestItem[] many = new TestItem[300];
        Arrays.setAll(many, i -> i == 0 ? TestItem.solution("b") : old("a" + i));
        store.put("debugger/solutions.json", many);
        Report pruned = prune();
        Path archive = archiveOf(pruned, "debugger/solutions.json");
        byte[] bytes = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(bytes, bytes.length - 30));

        Report undone = store.undo(pruned.run());

        assertThat(undone.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(store.ids("debugger/solutions.json")).containsExactly("b");
        assertThat(store.ids("reviewer/solutions.json")).containsExactly("d", "e");
    }

    @Test
    void undo_preservesOwnersAndPermissions() throws IOException {
        Path file = store.root().resolve("debugger/solutions.json");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        store.undo(prune().run());

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    }

    @Test
    void undo_isPlannedWithoutChangingAnything() throws IOException {
        Report pruned = prune();
        SortedMap<String, String> before = store.everything();
        RunRecord record = store.record(pruned.run());

        var plan = store.plan(open -> Undo.plan(open, record));

        assertThat(plan.changes().changes())
                .extracting(change -> change.path())
                .containsExactlyInAnyOrderElementsOf(List.of("debugger/solutions.json", "reviewer/solutions.json"));
        assertThat(plan.policy().string("undoes")).contains(pruned.run());
        assertThat(store.everything()).isEqualTo(before);
    }
}
