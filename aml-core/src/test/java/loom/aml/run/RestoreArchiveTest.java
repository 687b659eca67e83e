package loom.aml.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.Backup;
import loom.aml.backup.FolderContents;
import loom.aml.backup.Snapshots;
import loom.aml.backup.Verification;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.backup.restore.ItemRestore;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.backup.restore.StoreRestore;
import loom.aml.store.Finding;
import loom.aml.store.log.RunRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore archives everything that it replaces or removes, and its undo works after any rotation. */
class RestoreArchiveTest {
    private static final String PATTERNS = "debugger/patterns.json";

    @TempDir
    private Path directory;

    private TestStore store;
    private Manifest first;

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory)
                .put(PATTERNS, TestItem.pattern("a"), TestItem.pattern("b"))
                .putGzip("debugger/solutions.json", TestItem.solution("s"))
                .put("reviewer/decisions.json", TestItem.solution("d"))
                .put("config.json", "{\"a\":1}");
        first = store.snapshot().manifest();
    }

    private Report restore(Manifest manifest, RestoreSelection selection) throws IOException {
        return store.run(open -> {
            try (Backup backup = store.backups()) {
                return StoreRestore.plan(open, backup.repository(), manifest, selection, (_, _, _) -> {});
            }
        });
    }

    private Report restore() throws IOException {
        return restore(first, RestoreSelection.EVERYTHING);
    }

    private Manifest latest() throws IOException {
        try (Backup backup = store.backups()) {
            return new Snapshots(backup.repository()).latest(Set.of());
        }
    }

    /** Removes every snapshot, which no rotation does. */
    private void loseSnapshots() throws IOException {
        try (Backup backup = store.backups()) {
            for (SnapshotName name : backup.repository().snapshots()) {
                backup.repository().delete(name);
            }
        }
    }

    private List<Finding> verifyAll() throws IOException {
        try (Backup backup = store.backups()) {
            Verification all = new BackupRuns(backup, new Random(1)).verifyAll();
            return all.findings().stream().filter(Finding::isProblem).toList();
        }
    }

    private void change() throws IOException {
        List<TestItem> items = new ArrayList<>(List.of(TestItem.pattern("a").with("x_changed", true)));
        for (int i = 0; i < 5; i++) {
            items.add(TestItem.pattern("new-" + i));
        }
        store.put(PATTERNS, items.toArray(TestItem[]::new)).put("newcomer/patterns.json", TestItem.pattern("n"));
    }

    @Test
    void counts_ofARestore_areThoseOfItsItems() throws IOException {
        change();

        Report report = restore();

        assertThat(report.removed()).isEqualTo(6);
        assertThat(report.inserted()).isEqualTo(1);
        assertThat(report.transformed()).isEqualTo(1);
        RunRecord record = store.record(report.run());
        assertThat(record.removed()).isEqualTo(6);
        Report undone = store.undo(report.run());
        assertThat(undone.inserted()).isEqualTo(6);
        assertThat(undone.removed()).isEqualTo(1);
        assertThat(undone.transformed()).isEqualTo(1);
    }

    @Test
    void restore_isUndoneWithoutAnySnapshot() throws IOException {
        change();
        SortedMap<String, String> changed = FolderContents.withoutTimes(store.root());
        Report report = restore();
        loseSnapshots();

        Report undone = store.undo(report.run());

        assertThat(undone.outcome()).as(undone.findings().toString()).isEqualTo(Report.Outcome.DONE);
        assertThat(FolderContents.withoutTimes(store.root())).isEqualTo(changed);
    }

    @Test
    void restore_ofOneAgent_isUndoneFromTheArchive() throws IOException {
        change();
        store.put("reviewer/decisions.json", "[]");
        SortedMap<String, String> changed = FolderContents.withoutTimes(store.root());
        Report report = restore(first, new RestoreSelection(Set.of("debugger"), false));
        assertThat(report.changedFiles()).isEqualTo(1);
        loseSnapshots();

        store.undo(report.run());

        assertThat(FolderContents.withoutTimes(store.root())).isEqualTo(changed);
    }

    @Test
    void restore_ofOneItem_isUndoneFromTheArchive() throws IOException {
        change();
        SortedMap<String, String> changed = FolderContents.withoutTimes(store.root());
        Report report = store.run(open -> {
            try (Backup backup = store.backups()) {
                return ItemRestore.plan(open, backup.repository(), first, Set.of("a", "b"), Set.of());
            }
        });
        assertThat(report.transformed()).isEqualTo(1);
        assertThat(report.inserted()).isEqualTo(1);
        loseSnapshots();

        store.undo(report.run());

        assertThat(FolderContents.withoutTimes(store.root())).isEqualTo(changed);
    }

    @Test
    void undoOfAnUndo_reappliesTheRestore_whichCanBeUndoneAgain() throws IOException {
        change();
        SortedMap<String, String> changed = FolderContents.withoutTimes(store.root());
        Report restored = restore();
        SortedMap<String, String> asOfFirst = FolderContents.withoutTimes(store.root());
        Report undone = store.undo(restored.run());
        loseSnapshots();

        store.undo(undone.run());

        assertThat(FolderContents.withoutTimes(store.root())).isEqualTo(asOfFirst);
        store.undo(restored.run());
        assertThat(FolderContents.withoutTimes(store.root())).isEqualTo(changed);
    }

    @Test
    void fileThatIsNotACollection_isArchived() throws IOException {
        store.put("config.json", "{\"a\":2}");
        Report report = restore();
        loseSnapshots();

        store.undo(report.run());

        assertThat(store.text("config.json")).isEqualTo("{\"a\":2}");
    }

    @Test
    void restoringTwice_changesNothingTheSecondTime() throws IOException {
        store.put(PATTERNS, "[]");
        assertThat(restore(latest(), RestoreSelection.EVERYTHING).changedFiles())
                .isEqualTo(1);

        Manifest again = latest();

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(restore(again, RestoreSelection.EVERYTHING).changedFiles()).isZero();
    }

    @Test
    void newest_ignoresSafetySnapshots() throws IOException {
        Manifest before = store.snapshot(SnapshotRequest.before("prune", "20261123T080000.000Z-0001"))
                .manifest();
        assertThat(before.id()).as("the store matches the backup").isEqualTo(first.id());
        store.put(PATTERNS, "[]");
        Manifest automatic = store.snapshot(SnapshotRequest.before("prune", "20261123T080000.000Z-0002"))
                .manifest();

        assertThat(automatic.isAutomatic()).isTrue();
        assertThat(latest().id()).isEqualTo(first.id());
        Manifest wanted = store.snapshot().manifest();
        assertThat(wanted.isAutomatic()).isFalse();
        assertThat(latest().id()).isEqualTo(wanted.id());
        store.put(PATTERNS, TestItem.pattern("z"));
        Manifest ofJob =
                store.snapshot(SnapshotRequest.before("maintain", "maintain")).manifest();
        assertThat(latest().id()).isEqualTo(ofJob.id());
    }

    /** Flips a byte without changing size and times, as a failing disk does. */
    private void rot(String path, int at) throws IOException {
        Path file = store.root().resolve(path);
        FileTime time = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[at < 0 ? bytes.length + at : at] ^= 0x20;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }

    @ParameterizedTest
    @CsvSource({
        PATTERNS + ",40",
        "debugger/solutions.json,4",
        "debugger/solutions.json,30",
        "debugger/solutions.json,-6",
        "reviewer/decisions.json,-2",
        "config.json,3"
    })
    void bitRot_thatChangesNeitherSizeNorTimes_isRepaired(String path, int at) throws IOException {
        SortedMap<String, String> sound = FolderContents.withoutTimes(store.root());
        byte[] bytes = Files.readAllBytes(store.root().resolve(path));
        rot(path, at);
        byte[] rotten = Files.readAllBytes(store.root().resolve(path));

        Report report = restore();

        assertThat(report.changedFiles()).isEqualTo(1);
        assertThat(Files.readAllBytes(store.root().resolve(path))).isEqualTo(bytes);
        assertThat(FolderContents.withoutTimes(store.root())).isEqualTo(sound);
        store.undo(report.run());
        assertThat(Files.readAllBytes(store.root().resolve(path))).isEqualTo(rotten);
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> paths = Files.walk(store.logs().resolve("archives"))) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void archive_withAFlippedBit_isNeverRestored(int eighth) throws IOException {
        change();
        Report report = restore();
        assertThat(verifyAll()).isEmpty();
        for (Path archive : archives()) {
            byte[] bytes = Files.readAllBytes(archive);
            bytes[(bytes.length - 1) * eighth / 7] ^= 1;
            Files.write(archive, bytes);
        }
        SortedMap<String, String> before = FolderContents.withoutTimes(store.root());

        assertThat(verifyAll()).hasSize(archives().size());
        Report undone = store.undo(report.run());

        assertThat(undone.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(undone.changedFiles()).isZero();
        assertThat(FolderContents.withoutTimes(store.root())).isEqualTo(before);
    }

    @Test
    void missingArchive_isReported() throws IOException {
        change();
        Report report = restore();
        Files.delete(archives().getFirst());

        assertThat(verifyAll())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("missing"));
        assertThat(store.undo(report.run()).outcome()).isEqualTo(Report.Outcome.PARTIAL);
    }

    @Test
    void record_withAFlippedBit_neverRestoresLess_elsewhereOrOtherBytes() throws IOException {
        change();
        SortedMap<String, String> changed = FolderContents.withoutTimes(store.root());
        Report report = restore();
        Path record = store.recordOf(report.run());
        byte[] sound = Files.readAllBytes(record);
        SortedMap<String, String> restored = FolderContents.withoutTimes(store.root());
        for (int at = 0; at < sound.length; at += 97) {
            byte[] bytes = sound.clone();
            bytes[at] ^= 1;
            Files.write(record, bytes);
            assertThat(verifyAll()).as("byte " + at).isNotEmpty();

            Report undone = store.undo(report.run());

            assertThat(undone.outcome()).as("byte " + at).isEqualTo(Report.Outcome.PARTIAL);
            SortedMap<String, String> now = FolderContents.withoutTimes(store.root());
            assertThat(now.keySet()).isSubsetOf(union(changed, restored));
            now.forEach((path, look) -> assertThat(look).isIn(changed.get(path), restored.get(path)));
            Files.write(record, sound);
            Files.delete(store.recordOf(undone.run()));
            restore();
        }
    }

    private static Set<String> union(SortedMap<String, String> one, SortedMap<String, String> other) {
        Set<String> keys = new HashSet<>(one.keySet());
        keys.addAll(other.keySet());
        return keys;
    }

    @Test
    void repetitiveItems_areArchivedReadably() throws IOException {
        StringBuilder text = new StringBuilder("[");
        String blank = " ".repeat(1 << 20);
        for (int i = 0; i < 80; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"r")
                    .append(i)
                    .append("\",\"x\":\"")
                    .append(blank)
                    .append("\"}");
        }
        store.put("newcomer/patterns.json", text.append("]").toString().getBytes(UTF_8));
        SortedMap<String, String> before = FolderContents.withoutTimes(store.root());

        Report report = restore();
        Report undone = store.undo(report.run());

        assertThat(report.removed()).isEqualTo(80);
        assertThat(undone.outcome()).as(undone.findings().toString()).isEqualTo(Report.Outcome.DONE);
        assertThat(FolderContents.withoutTimes(store.root())).isEqualTo(before);
    }
}
