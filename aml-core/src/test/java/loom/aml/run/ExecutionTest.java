package loom.aml.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import loom.aml.StoreItems;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.WatchedDisk;
import loom.aml.io.DiskFullException;
import loom.aml.json.JsonObject;
import loom.aml.prune.PrunePlan;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.log.Archive;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every change has a record and copies, and obstacles are reported. */
class ExecutionTest {
    private static final Execution.Options WITH_COPIES = Execution.Options.DEFAULT;
    private static final Execution.Options WITHOUT_COPIES = WITH_COPIES.withBackup(false);

    @TempDir
    private Path directory;

    private TestStore store;

    /**
     * Creates three collections: an old and a young solution, the same compressed, and one that nothing is removed
     * from.
     */
    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory)
                .put("debugger/solutions.json", old("a"), TestItem.solution("b"))
                .putGzip("reviewer/solutions.json", TestItem.solution("c"), old("d"), old("e"))
                .put("reviewer/decisions.json", TestItem.decision("f"));
    }

    private static TestItem old(String id) {
        return TestItem.solution(id).with("effectiveness.worked", false);
    }

    private PrunePlan prune(MemoryStore open) throws IOException {
        return new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE);
    }

    private List<Path> filesOf(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void execute_removesThePlannedItems_andReportsThem() throws IOException {
        Report report = store.run(this::prune);

        assertThat(store.ids("debugger/solutions.json")).containsExactly("b");
        assertThat(store.ids("reviewer/solutions.json")).containsExactly("c");
        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(report.operation()).isEqualTo("prune");
        assertThat(report.removed()).isEqualTo(3);
        assertThat(report.inserted()).isZero();
        assertThat(report.changedFiles()).isEqualTo(2);
        assertThat(report.findings()).isEmpty();
        assertThat(report.started()).isEqualTo(TestStore.NOW);
        assertThat(report.duration()).isBetween(Duration.ZERO, Duration.ofHours(1));
    }

    @Test
    void execute_recordsHowTheRunBeganAndEnded() throws IOException {
        Report report = store.run(this::prune, WITH_COPIES);

        RunRecord record = store.record(report.run());
        assertThat(record.operation()).isEqualTo("prune");
        assertThat(record.startedAt()).contains(TestStore.NOW);
        assertThat(record.started().object("policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .hasToString(PrunePolicy.DEFAULT.toJson().toString()));
        assertThat(record.commits()).hasSize(2);
        assertThat(record.removed()).isEqualTo(3);
        assertThat(record.bytesFreed()).isEqualTo(report.bytesFreed());
        assertThat(record.finished()).hasValueSatisfying(end -> {
            assertThat(end.string("outcome")).contains("done");
            assertThat(end.number("removed")).isEqualTo(3);
            assertThat(end.number("inserted")).isZero();
            assertThat(end.number("bytes_freed")).isEqualTo(report.bytesFreed());
            assertThat(end.number("problems")).isZero();
            assertThat(end.strings("not_done")).isEmpty();
            assertThat(end.object("backup")).isPresent();
        });
    }

    @Test
    void execute_recordsARunThatHasNothingToDo() throws IOException {
        Report report = store.run(open -> new Pruner(PrunePolicy.DEFAULT, store.now())
                .plan(open, Selection.ofAgents(Set.of("nobody")), ReappearedItems.NONE));

        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(report.changedFiles()).isZero();
        assertThat(report.backup()).isNull();
        assertThat(store.record(report.run()).commits()).isEmpty();
        assertThat(store.record(report.run()).finished()).isPresent();
    }

    @Test
    void execute_snapshotsTheStoreAsItWas() throws IOException {
        byte[] plain = store.bytes("debugger/solutions.json");
        String gzip = TestStore.textOf(store.bytes("reviewer/solutions.json"));

        Report report = store.run(this::prune);

        assertThat(report.backup()).isNotNull();
        assertThat(store.record(report.run()).snapshot())
                .contains(report.backup().snapshot());
        Path restored = store.restored(report.backup().snapshot());
        assertThat(restored.resolve("debugger/solutions.json")).hasBinaryContent(plain);
        assertThat(TestStore.textOf(Files.readAllBytes(restored.resolve("reviewer/solutions.json"))))
                .isEqualTo(gzip);
    }

    @Test
    void execute_withoutBackup_stillArchives() throws IOException {
        Report report = store.run(this::prune, WITHOUT_COPIES);

        assertThat(report.removed()).isEqualTo(3);
        assertThat(report.backup()).isNull();
        assertThat(store.logs().resolve("generations")).doesNotExist();
        assertThat(filesOf(store.logs().resolve("archives").resolve(report.run())))
                .isNotEmpty();
    }

    @Test
    void execute_archivesEachItemWithItsTextReasonRuleAndValues() throws IOException {
        String text = old("a").toString();

        Report report = store.run(this::prune);

        try (MemoryStore open = store.openReadOnly()) {
            String archive = store.record(report.run()).commits().stream()
                    .filter(commit -> commit.path().startsWith("debugger"))
                    .findFirst()
                    .flatMap(commit -> commit.archive().map(Commit.Archived::name))
                    .orElseThrow();
            List<JsonObject> entries =
                    StoreItems.entries(new Archive(LogFolder.of(open.place()), report.run()), archive);
            assertThat(entries).singleElement().satisfies(entry -> {
                assertThat(entry.string("id")).contains("a");
                assertThat(entry.string("item")).contains(text);
                assertThat(entry.string("strategy")).contains("performance_based");
                assertThat(entry.string("reason")).contains("negative_outcome");
                assertThat(entry.string("rule")).contains("solution that did not work");
                assertThat(entry.object("values").map(JsonObject::toString)).contains("{\"worked\":false}");
            });
        }
    }

    @Test
    void execute_keepsAnItemThatChangedSincePlanned_andRemovesTheOthers() throws IOException {
        try (MemoryStore open = store.open()) {
            PrunePlan plan = prune(open);
            store.rewrite(
                    "reviewer/solutions.json",
                    TestItem.collection(TestItem.solution("c"), old("d").with("verifiedCount", 9), old("e")));

            Report report = store.execution(open).execute(plan, WITH_COPIES);

            assertThat(store.ids("reviewer/solutions.json")).containsExactly("c", "d");
            assertThat(store.ids("debugger/solutions.json")).containsExactly("b");
            assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
            assertThat(report.removed()).isEqualTo(2);
            assertThat(report.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Finding.Kind.CHANGED);
                assertThat(finding.where()).isEqualTo("reviewer/solution/d");
            });
        }
    }

    @Test
    void execute_findsPlannedItemsThatMoved_andKeepsNewOnes() throws IOException {
        try (MemoryStore open = store.open()) {
            PrunePlan plan = prune(open);
            store.rewrite(
                    "reviewer/solutions.json",
                    TestItem.collection(old("e"), TestItem.solution("new"), old("d"), old("new and old")));

            Report report = store.execution(open).execute(plan, WITH_COPIES);

            assertThat(store.ids("reviewer/solutions.json")).containsExactly("new", "new and old");
            assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
            assertThat(report.removed()).isEqualTo(3);
        }
    }

    @Test
    void execute_reportsAFileThatWasRemovedMeanwhile_withAndWithoutBackup() throws IOException {
        for (Execution.Options options : List.of(WITH_COPIES, WITHOUT_COPIES)) {
            store.putGzip("reviewer/solutions.json", old("d"));
            try (MemoryStore open = store.open()) {
                PrunePlan plan = prune(open);
                Files.delete(store.root().resolve("reviewer/solutions.json"));

                Report report = store.execution(open).execute(plan, options);

                assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
                assertThat(report.findings()).singleElement().satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Finding.Kind.CHANGED);
                    assertThat(finding.where()).isEqualTo("reviewer/solutions.json");
                    assertThat(finding.what()).contains("removed");
                });
                assertThat(store.has("reviewer/solutions.json")).isFalse();
                assertThat(store.ids("debugger/solutions.json")).containsExactly("b");
            }
        }
    }

    @Test
    void execute_leavesALockedFileAlone_andProcessesTheOthers() throws IOException {
        Files.createDirectory(store.root().resolve("debugger/solutions.json.lock"));
        String before = store.look("debugger/solutions.json");

        Report report = store.run(this::prune);

        assertThat(report.outcome()).isEqualTo(Report.Outcome.LOCKED);
        assertThat(store.look("debugger/solutions.json")).isEqualTo(before);
        assertThat(store.has("debugger/solutions.json.lock")).isTrue();
        assertThat(store.ids("reviewer/solutions.json")).containsExactly("c");
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.LOCKED);
            assertThat(finding.where()).isEqualTo("debugger/solutions.json");
        });
        assertThat(store.record(report.run()).finished().orElseThrow().strings("not_done"))
                .containsExactly("debugger/solutions.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "write", "sync"})
    void execute_changesNothingWhenTheDiskIsFullDuringTheBackup(String call) throws IOException {
        SortedMap<String, String> before = store.memory();
        WatchedDisk watched = new WatchedDisk().before(call, "/.upload-2", () -> {
            throw new DiskFullException(new IOException("No space left on device"));
        });

        Report report = store.on(watched.disk()).run(this::prune);

        assertThat(store.memory()).isEqualTo(before);
        assertThat(report.outcome()).isEqualTo(Report.Outcome.FAILED);
        assertThat(report.changedFiles()).isZero();
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.FAILED);
            assertThat(finding.where()).isEqualTo("backup");
            assertThat(finding.what()).contains("space left");
        });
        assertThat(report.backup()).isNull();
        assertThat(filesOf(store.logs().resolve("generations")))
                .as("unfinished data takes no space")
                .isEmpty();
        RunRecord record = store.record(report.run());
        assertThat(record.commits()).isEmpty();
        assertThat(record.finished().orElseThrow().strings("not_done"))
                .containsExactly("debugger/solutions.json", "reviewer/solutions.json");
    }

    @Test
    void execute_stopsWhenTheDiskIsFullLater_andLosesNothing() throws IOException {
        WatchedDisk watched = new WatchedDisk().before("create", ".new", () -> {
            throw new DiskFullException(new IOException("No space left on device"));
        });
        SortedMap<String, String> before = store.memory();

        Report report = store.on(watched.disk()).run(this::prune);

        assertThat(store.memory()).isEqualTo(before);
        assertThat(report.outcome()).isEqualTo(Report.Outcome.FAILED);
        assertThat(report.findings()).hasSize(2).allMatch(finding -> finding.kind() == Finding.Kind.FAILED);
    }

    @Test
    void execute_leavesAFileThatCannotBeBackedUp_andProcessesTheOthers() throws IOException {
        WatchedDisk watched = new WatchedDisk();
        String before = store.look("debugger/solutions.json");
        try (MemoryStore open = store.on(watched.disk()).open()) {
            PrunePlan plan = prune(open);
            watched.before("open", "debugger/solutions.json", () -> {
                throw new IOException("bad sector");
            });

            Report report = store.execution(open).execute(plan, WITH_COPIES);

            assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
            assertThat(report.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Finding.Kind.UNREADABLE);
                assertThat(finding.what()).contains("not in the backup").contains("bad sector");
            });
            assertThat(store.look("debugger/solutions.json")).isEqualTo(before);
            assertThat(store.ids("reviewer/solutions.json")).containsExactly("c");
        }
    }

    @Test
    void execute_withoutARecord_failsBeforeAnyChange() throws IOException {
        WatchedDisk watched = new WatchedDisk().before("create", ".jsonl", () -> {
            throw new DiskFullException(new IOException("No space left on device"));
        });
        SortedMap<String, String> before = store.memory();

        assertThatThrownBy(() -> store.on(watched.disk()).run(this::prune)).isInstanceOf(DiskFullException.class);

        assertThat(store.memory()).isEqualTo(before);
    }

    @Test
    void execute_reportsProgress() throws IOException {
        List<String> told = Collections.synchronizedList(new ArrayList<>());

        store.run(this::prune, WITH_COPIES.withProgress((done, total) -> told.add(done + " of " + total)));

        assertThat(told).containsExactlyInAnyOrder("1 of 2", "2 of 2");
    }

    @Test
    void execute_givesEachRunAnIdOfItsOwn() throws IOException {
        List<String> runs = new ArrayList<>();
        try (MemoryStore open = store.open()) {
            for (int i = 0; i < 5; i++) {
                runs.add(store.execution(open).execute(prune(open), WITH_COPIES).run());
            }
        }

        assertThat(runs).doesNotHaveDuplicates();
        assertThat(store.history()).extracting(RunRecord::run).containsExactlyInAnyOrderElementsOf(runs);
    }

    @Test
    void execute_reportsWhatOpeningTheStoreRecovered() throws IOException {
        store.put(".aml-20261122T080000.000Z-0001-1-1.journal", "{\"no\": \"journal\"}");

        Report report = store.run(this::prune);

        assertThat(report.outcome()).isEqualTo(Report.Outcome.FAILED);
        assertThat(report.findings())
                .extracting(Finding::where)
                .containsExactly(".aml-20261122T080000.000Z-0001-1-1.journal");
    }
}
