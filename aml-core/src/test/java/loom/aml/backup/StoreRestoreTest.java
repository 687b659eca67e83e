package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.WatchedDisk;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.restore.RestorePlan;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.backup.restore.StoreRestore;
import loom.aml.io.LocalDisk;
import loom.aml.maintain.MaintainPolicy;
import loom.aml.maintain.Maintenance;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.store.FileChange;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests restores into the store, and their undo. */
class StoreRestoreTest {
    private static final RestoreSelection MEMORY = new RestoreSelection(Set.of(), false);

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory)
                .put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"))
                .putGzip("debugger/solutions.json", TestItem.solution("c"))
                .put("reviewer/decisions.json", TestItem.decision("d"))
                .put("reviewer/notes/deep.bin", new byte[] {0, 1, 2})
                .put("monitoring/metrics.json", "[1]")
                .put("config.json", "{}");
    }

    private Report restore(Manifest manifest, RestoreSelection selection) throws IOException {
        try (Backup backup = store.backups()) {
            return store.run(
                    open -> StoreRestore.plan(open, backup.repository(), manifest, selection, (_, _, _) -> {}));
        }
    }

    private Report restore(Manifest manifest) throws IOException {
        return restore(manifest, MEMORY);
    }

    private void change() throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern("b").with("x_changed", 1), TestItem.pattern("new"))
                .put("debugger/solutions.json", TestItem.solution("z"))
                .put("config.json", "{\"changed\": true}")
                .put("monitoring/metrics.json", "[1, 2]");
        Files.delete(store.root().resolve("reviewer/notes/deep.bin"));
        Files.delete(store.root().resolve("reviewer/notes"));
        Files.setPosixFilePermissions(
                store.root().resolve("reviewer/decisions.json"), PosixFilePermissions.fromString("rw-------"));
    }

    private static SortedMap<String, String> memoryOf(TestStore store) throws IOException {
        SortedMap<String, String> look = FolderContents.withoutTimes(store.root());
        look.keySet().removeIf(path -> path.startsWith("monitoring"));
        return look;
    }

    @Test
    void restore_ofEverything_restoresTheStoreAsItWas() throws IOException {
        Manifest manifest = store.snapshot().manifest();
        SortedMap<String, String> before = memoryOf(store);
        change();

        Report report = restore(manifest);

        assertThat(report.outcome()).as(report.findings().toString()).isEqualTo(Report.Outcome.DONE);
        assertThat(report.operation()).isEqualTo("restore");
        assertThat(memoryOf(store)).isEqualTo(before);
        assertThat(store.text("monitoring/metrics.json")).as("not asked for").isEqualTo("[1, 2]");
        assertThat(restore(manifest).changedFiles()).as("once is enough").isZero();
    }

    @Test
    void restore_withMonitoring_restoresMonitoringToo() throws IOException {
        Manifest manifest = store.snapshot().manifest();
        change();

        restore(manifest, RestoreSelection.EVERYTHING);

        assertThat(store.text("monitoring/metrics.json")).isEqualTo("[1]");
    }

    @Test
    void restore_ofAnAgent_leavesOtherAgentsAlone() throws IOException {
        Manifest manifest = store.snapshot().manifest();
        change();
        store.put("debugger/decisions.json", TestItem.decision("extra"));
        store.put("reviewer/patterns.json", TestItem.pattern("extra"));

        restore(manifest, new RestoreSelection(Set.of("debugger"), false));

        assertThat(store.ids("debugger/patterns.json")).containsExactly("a", "b");
        assertThat(store.isGzip("debugger/solutions.json")).isTrue();
        assertThat(store.has("debugger/decisions.json")).isFalse();
        assertThat(store.has("reviewer/patterns.json")).isTrue();
        assertThat(store.has("reviewer/notes/deep.bin")).isFalse();
        assertThat(store.text("config.json")).isEqualTo("{\"changed\": true}");
    }

    @Test
    void restore_setsTheTimesOfFilesToNow() throws IOException {
        store.age("debugger/patterns.json", Duration.ofDays(100));
        Manifest manifest = store.snapshot().manifest();
        Instant then = Files.getLastModifiedTime(store.root().resolve("debugger/patterns.json"))
                .toInstant();
        change();

        restore(manifest);

        assertThat(Files.getLastModifiedTime(store.root().resolve("debugger/patterns.json"))
                        .toInstant())
                .isAfter(then.plus(Duration.ofDays(1)));
    }

    @Test
    void restore_archivesCollectionsMissingFromTheSnapshot_andKeepsOtherFiles() throws IOException {
        Manifest manifest = store.snapshot().manifest();
        store.put("newcomer/patterns.json", TestItem.pattern("n1"), TestItem.pattern("n2"))
                .put("newcomer/notes.txt", "mine")
                .put("stray.json", "{}");

        Report report = restore(manifest);

        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.has("newcomer/patterns.json")).isFalse();
        assertThat(store.text("newcomer/notes.txt")).isEqualTo("mine");
        assertThat(store.text("stray.json")).isEqualTo("{}");
        try (var files = Files.walk(store.logs().resolve("archives").resolve(report.run()))) {
            assertThat(files.filter(Files::isRegularFile))
                    .anySatisfy(file -> assertThat(TestStore.textOf(Files.readAllBytes(file)))
                            .contains("n1")
                            .contains("n2"));
        }
        store.undo(report.run());
        assertThat(store.ids("newcomer/patterns.json")).containsExactly("n1", "n2");
    }

    @Test
    void plan_changesNothing_andReportsEachItem() throws IOException {
        Manifest manifest = store.snapshot().manifest();
        change();
        store.put("newcomer/patterns.json", TestItem.pattern("n"));
        SortedMap<String, String> before = store.everything();
        List<String> told = new ArrayList<>();

        RestorePlan plan;
        try (Backup backup = store.backups()) {
            plan = store.plan(open -> StoreRestore.plan(
                    open,
                    backup.repository(),
                    manifest,
                    MEMORY,
                    (file, change, id) -> told.add(file.path() + " " + change.word() + " " + id)));
        }

        assertThat(store.everything()).isEqualTo(before);
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "debugger/patterns.json added a",
                        "debugger/patterns.json changed b",
                        "debugger/patterns.json removed new",
                        "debugger/solutions.json added c",
                        "debugger/solutions.json removed z",
                        "newcomer/patterns.json removed n");
        assertThat(plan.difference()).isEqualTo(new FileChange.Difference(2, 1, 3));
    }

    @Test
    void restore_takesASafetySnapshotFirst() throws IOException {
        Manifest manifest = store.snapshot().manifest();
        change();
        SortedMap<String, String> changed = FolderContents.at(store.root());

        Report report = restore(manifest);

        assertThat(report.backup()).isNotNull();
        assertThat(FolderContents.at(store.restored(report.backup().snapshot())))
                .isEqualTo(changed);
        try (Backup backup = store.backups()) {
            assertThat(new Snapshots(backup.repository())
                            .byId(report.backup().snapshot())
                            .description())
                    .isEqualTo("before restore");
        }
    }

    @Test
    void restore_withoutABackup_isRefused() throws IOException {
        Manifest manifest = store.snapshot().manifest();
        change();
        SortedMap<String, String> before = store.memory();

        try (Backup backup = store.backups()) {
            assertThatThrownBy(() -> store.run(
                            open -> StoreRestore.plan(open, backup.repository(), manifest, MEMORY, (_, _, _) -> {}),
                            Execution.Options.DEFAULT.withBackup(false)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(store.memory()).isEqualTo(before);
    }

    @Test
    void undo_ofARestore_restoresTheStoreAsItWas() throws IOException {
        Manifest manifest = store.snapshot().manifest();
        change();
        store.put("newcomer/patterns.json", TestItem.pattern("n"));
        SortedMap<String, String> changed = FolderContents.withoutTimes(store.root());
        Report report = restore(manifest);

        Report undone = store.undo(report.run());

        assertThat(undone.outcome()).as(undone.findings().toString()).isEqualTo(Report.Outcome.DONE);
        SortedMap<String, String> now = FolderContents.withoutTimes(store.root());
        // An empty folder is harmless.
        now.remove("reviewer/notes");
        assertThat(now).isEqualTo(changed);
    }

    @Test
    void undo_ofARestore_withoutItsSnapshot_restoresTheStoreAllTheSame() throws IOException {
        Manifest manifest = store.snapshot().manifest();
        change();
        store.put("newcomer/patterns.json", TestItem.pattern("n"));
        SortedMap<String, String> changed = FolderContents.withoutTimes(store.root());
        Report report = restore(manifest);
        try (Backup backup = store.backups()) {
            Manifest safety =
                    new Snapshots(backup.repository()).byId(report.backup().snapshot());
            Files.delete(new Vault(store).manifest(safety));
        }

        Report undone = store.undo(report.run());

        assertThat(undone.outcome()).as(undone.findings().toString()).isEqualTo(Report.Outcome.DONE);
        SortedMap<String, String> now = FolderContents.withoutTimes(store.root());
        now.remove("reviewer/notes");
        assertThat(now).isEqualTo(changed);
    }

    @Test
    void undo_ofARestore_keepsLaterWrites() throws IOException {
        Manifest manifest = store.snapshot().manifest();
        change();
        Report report = restore(manifest);
        store.rewrite("debugger/patterns.json", TestItem.collection(TestItem.pattern("later")));

        Report undone = store.undo(report.run());

        assertThat(store.ids("debugger/patterns.json")).containsExactly("later");
        assertThat(undone.findings()).anySatisfy(finding -> {
            assertThat(finding.where()).isEqualTo("debugger/patterns.json");
            assertThat(finding.kind()).isEqualTo(Finding.Kind.CHANGED);
        });
        assertThat(store.ids("debugger/solutions.json")).containsExactly("z");
    }

    @Test
    void file_writtenBetweenPlanAndExecution_isKeptAndReported() throws IOException {
        Manifest manifest = store.snapshot().manifest();
        change();

        Report report;
        try (Backup backup = store.backups()) {
            report = store.run(open -> {
                RestorePlan plan = StoreRestore.plan(open, backup.repository(), manifest, MEMORY, (_, _, _) -> {});
                store.rewrite("debugger/patterns.json", TestItem.collection(TestItem.pattern("later")));
                return plan;
            });
        }

        assertThat(store.ids("debugger/patterns.json")).containsExactly("later");
        assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(report.findings()).anySatisfy(finding -> {
            assertThat(finding.where()).isEqualTo("debugger/patterns.json");
            assertThat(finding.kind()).isEqualTo(Finding.Kind.CHANGED);
        });
        assertThat(store.ids("debugger/solutions.json")).containsExactly("c");
    }

    @Test
    void file_writtenAfterTheSafetySnapshot_isKept() throws IOException {
        Manifest manifest = store.snapshot().manifest();
        change();
        WatchedDisk disk = new WatchedDisk();
        disk.beforeFirst("rename", "debugger/patterns.json", () -> {});
        // The snapshot exists when the first file is staged.
        disk.beforeFirst(
                "create",
                ".staged",
                () -> store.rewrite("debugger/patterns.json", TestItem.collection(TestItem.pattern("later"))));
        store.on(disk.disk());

        Report report = restore(manifest);

        store.on(new LocalDisk());
        List<String> now = store.ids("debugger/patterns.json");
        if (now.equals(List.of("a", "b"))) {
            // No file is staged under that name, so nothing was written.
            assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        } else {
            assertThat(now).containsExactly("later");
        }
    }

    @Test
    void restore_keepsADirectoryInPlaceOfAFile() throws IOException {
        Manifest manifest = store.snapshot().manifest();
        Files.delete(store.root().resolve("config.json"));
        store.put("config.json/inside", "x").put("debugger/patterns.json", TestItem.pattern("z"));

        Report report = restore(manifest);

        assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(store.text("config.json/inside")).isEqualTo("x");
        assertThat(store.ids("debugger/patterns.json")).containsExactly("a", "b");
    }

    @Test
    void restore_intoAMissingStore_createsIt() throws IOException {
        Manifest manifest = store.snapshot().manifest();
        SortedMap<String, String> before = memoryOf(store);
        delete(store.root());
        Files.createDirectories(store.root());

        Report report = restore(manifest);

        assertThat(report.outcome()).as(report.findings().toString()).isEqualTo(Report.Outcome.DONE);
        assertThat(memoryOf(store)).isEqualTo(before);
    }

    private static void delete(Path top) throws IOException {
        try (var paths = Files.walk(top)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void restore_ofADamagedCollection_restoresItsBytes() throws IOException {
        store.put("debugger/patterns.json", "[{\"id\": \"cut o");
        store.put("debugger/solutions.json", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 1});
        Manifest manifest = store.snapshot().manifest();
        SortedMap<String, String> before = memoryOf(store);
        change();

        Report report = restore(manifest);

        assertThat(report.outcome()).as(report.findings().toString()).isEqualTo(Report.Outcome.DONE);
        assertThat(memoryOf(store)).isEqualTo(before);
    }

    @Test
    void restore_overADamagedCollection_keepsTheDamagedFileInTheSafetySnapshot() throws IOException {
        Manifest manifest = store.snapshot().manifest();
        store.put("debugger/patterns.json", "[{\"id\": \"cut o");

        Report report = restore(manifest);

        assertThat(store.ids("debugger/patterns.json")).containsExactly("a", "b");
        assertThat(store.restored(report.backup().snapshot()).resolve("debugger/patterns.json"))
                .hasContent("[{\"id\": \"cut o");
    }

    @Test
    void partOfAFile_doesNotReplaceAnIntactFile() throws IOException {
        List<TestItem> items = LargeCollection.of(new Random(1), "p", 400, 8000);
        store.put("debugger/patterns.json", items.toArray(TestItem[]::new));
        Manifest manifest = store.snapshot().manifest();
        Path segment = new Vault(store).ownSegment(manifest);
        Vault.flip(segment, Vault.frames(segment).get(1).place() + 1000);
        store.put("debugger/patterns.json", TestItem.pattern("sound"));

        Report over = restore(manifest);

        assertThat(over.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(store.ids("debugger/patterns.json")).containsExactly("sound");
        Files.delete(store.root().resolve("debugger/patterns.json"));
        Report anew = restore(manifest);
        assertThat(anew.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(store.ids("debugger/patterns.json")).hasSizeBetween(200, 399);
    }

    /** A collection that was unreadable when the snapshot was taken does not count as absent. */
    @Test
    void restore_keepsACollection_thatTheSnapshotCouldNotRead() throws IOException {
        WatchedDisk disk = new WatchedDisk().before("open", "debugger/patterns.json", () -> {
            throw new AccessDeniedException("debugger/patterns.json");
        });
        store.on(disk.disk());
        Snapshot snapshot = store.snapshot();
        store.on(new LocalDisk());
        assertThat(snapshot.isComplete()).isFalse();

        restore(snapshot.manifest());

        assertThat(store.has("debugger/patterns.json")).isTrue();
    }

    private Manifest at(Instant time) throws IOException {
        try (Backup backup = store.backups()) {
            return new Snapshots(backup.repository()).at(time, Set.of());
        }
    }

    @Test
    void at_returnsTheNewestSnapshotUpToATime() throws IOException {
        Instant first = store.now();
        Manifest one = store.snapshot().manifest();
        store.pass(Duration.ofHours(1));
        change();
        Manifest two = store.snapshot().manifest();

        assertThat(at(first)).extracting(Manifest::id).isEqualTo(one.id());
        assertThat(at(first.plusSeconds(1800)).id()).isEqualTo(one.id());
        assertThat(at(two.time().minusMillis(1)).id()).isEqualTo(one.id());
        assertThat(at(two.time()).id()).isEqualTo(two.id());
        assertThat(at(first.plus(Duration.ofDays(1000))).id()).isEqualTo(two.id());
        assertThatThrownBy(() -> at(first.minusMillis(1)))
                .isInstanceOf(NoSnapshotException.class)
                .hasMessageContaining("the first is " + one.id());
    }

    @Test
    void at_withoutSnapshots_saysHowToCreateOne() {
        assertThatThrownBy(() -> at(store.now()))
                .isInstanceOf(NoSnapshotException.class)
                .hasMessageContaining("aml backup create");
    }

    @Test
    void byId_acceptsAUniquePrefix() throws IOException {
        Manifest one = store.snapshot().manifest();
        change();
        Manifest two = store.snapshot().manifest();
        try (Backup backup = store.backups()) {
            Snapshots snapshots = new Snapshots(backup.repository());
            assertThat(snapshots.byId(one.id()).id()).isEqualTo(one.id());
            assertThat(snapshots
                            .byId(two.id().substring(0, two.id().length() - 2))
                            .id())
                    .isEqualTo(two.id());
            assertThatThrownBy(() -> snapshots.byId("2026")).hasMessageContaining("2 snapshots begin with");
            assertThatThrownBy(() -> snapshots.byId("nothing")).isInstanceOf(NoSnapshotException.class);
            assertThat(snapshots.latest(Set.of()).id()).isEqualTo(two.id());
            assertThat(snapshots.latest(Set.of("debugger")).id()).isEqualTo(two.id());
        }
    }

    @Test
    void snapshotOfSomeAgents_isUsedForTheseAgentsOnly() throws IOException {
        Manifest part = store.snapshot(
                        new SnapshotRequest(false, Set.of("debugger"), "only the debugger", Optional.empty()))
                .manifest();
        try (Backup backup = store.backups()) {
            Snapshots snapshots = new Snapshots(backup.repository());
            assertThat(snapshots.latest(Set.of("debugger")).id()).isEqualTo(part.id());
            assertThatThrownBy(() -> snapshots.latest(Set.of())).isInstanceOf(NoSnapshotException.class);
            assertThatThrownBy(() -> snapshots.latest(Set.of("debugger", "reviewer")))
                    .isInstanceOf(NoSnapshotException.class);
        }
        assertThat(part.files()).allSatisfy(file -> assertThat(file.path()).startsWith("debugger/"));
    }

    /** Agents that a snapshot does not cover do not count as absent from it. */
    @Test
    void restore_ofASnapshotOfSomeAgents_leavesOtherAgentsAlone() throws IOException {
        Manifest part = store.snapshot(new SnapshotRequest(false, Set.of("debugger"), "", Optional.empty()))
                .manifest();
        SortedMap<String, String> before = memoryOf(store);

        restore(part);

        assertThat(memoryOf(store)).isEqualTo(before);
    }

    @Test
    void maintain_afterARestore_keepsItemsThatAPruneHadRemoved() throws IOException {
        TestItem weak = TestItem.pattern(TestItem.uuid("weak")).with("metrics.successRate", 0.1);
        store = TestStore.in(directory.resolve("other"))
                .put("debugger/patterns.json", weak, TestItem.pattern(TestItem.uuid("good")));
        Manifest manifest = store.snapshot().manifest();
        store.run(open -> new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE));
        assertThat(store.ids("debugger/patterns.json")).hasSize(1);

        try (Backup backup = store.backups()) {
            store.run(open -> StoreRestore.plan(open, backup.repository(), manifest, MEMORY, (_, _, _) -> {}));
        }
        assertThat(store.ids("debugger/patterns.json")).hasSize(2);

        Maintenance.Plans plans;
        try (MemoryStore open = store.openReadOnly()) {
            plans = new Maintenance(open, MaintainPolicy.DEFAULT).plan();
        }
        assertThat(plans.prune().returned()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void maintain_removesAgainWhatTheRuntimeWroteBack(boolean isRestoredBefore) throws IOException {
        TestItem weak = TestItem.pattern(TestItem.uuid("weak")).with("metrics.successRate", 0.1);
        TestItem good = TestItem.pattern(TestItem.uuid("good"));
        store = TestStore.in(directory.resolve("other")).put("debugger/patterns.json", weak, good);
        Manifest manifest = store.snapshot().manifest();
        if (isRestoredBefore) {
            store.put("debugger/patterns.json", good);
            try (Backup backup = store.backups()) {
                store.run(open -> StoreRestore.plan(open, backup.repository(), manifest, MEMORY, (_, _, _) -> {}));
            }
        }
        store.run(open -> new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE));
        store.put("debugger/patterns.json", weak, good);

        try (MemoryStore open = store.openReadOnly()) {
            assertThat(new Maintenance(open, MaintainPolicy.DEFAULT)
                            .plan()
                            .prune()
                            .returned())
                    .isEqualTo(1);
        }
    }
}
