package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.restore.FolderRestore;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.io.LocalDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No snapshot is created if an existing one still matches the store. */
class NothingNewTest {
    @TempDir
    private Path directory;

    private TestStore store;
    private Snapshot first;

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory)
                .put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"))
                .putGzip("debugger/solutions.json", TestItem.solution("c"))
                .put("reviewer/decisions.json", TestItem.decision("d"))
                .put("reviewer/notes/deep.bin", "unknown")
                .put("config.json", "{}")
                .put("monitoring/metrics.json", "[1]");
        first = store.snapshot();
    }

    /** Returns every file beside the store with its time and a key that identifies rewritten files. */
    private SortedMap<String, String> backups() throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(store.logs())) {
            for (Path path : paths.toList()) {
                files.put(path.toString(), Files.readAttributes(path, "unix:ino,size,lastModifiedTime,mode") + "");
            }
        }
        return files;
    }

    private void requireNothingWritten(Snapshot snapshot, SortedMap<String, String> before) throws IOException {
        assertThat(snapshot.isNew()).isFalse();
        assertThat(snapshot.bytesAdded()).isZero();
        assertThat(snapshot.manifest().id()).isEqualTo(first.manifest().id());
        SortedMap<String, String> after = backups();
        // The lease names its owner, and cleaning up changes the time of the folder.
        before.keySet().removeIf(this::isOfTheLease);
        after.keySet().removeIf(this::isOfTheLease);
        assertThat(after).isEqualTo(before);
    }

    private boolean isOfTheLease(String path) {
        return path.equals(store.logs().toString())
                || path.equals(store.logs().resolve(".backup-lock").toString());
    }

    @Test
    void create_ofUnchangedStore_writesNothing() throws IOException {
        SortedMap<String, String> before = backups();

        requireNothingWritten(store.snapshot(), before);
        requireNothingWritten(store.snapshot(), before);
    }

    @Test
    void create_withADescription_createsASnapshot_thatAddsNoData() throws IOException {
        SnapshotRequest described = new SnapshotRequest(false, Set.of(), "before the upgrade", Optional.empty());

        Snapshot snapshot = store.snapshot(described);

        assertThat(snapshot.isNew()).isTrue();
        assertThat(snapshot.manifest().description()).isEqualTo("before the upgrade");
        assertThat(snapshot.manifest().added()).isZero();
        assertThat(snapshot.manifest().files()).hasSameSizeAs(first.manifest().files());
        assertThat(store.restored(snapshot.manifest().id()).resolve("reviewer/notes/deep.bin"))
                .hasContent("unknown");
        assertThat(store.snapshot(described).isNew()).as("said already").isFalse();
        assertThat(store.snapshot(SnapshotRequest.before("prune", "run")).isNew())
                .isFalse();
    }

    @Test
    void create_ofUnchangedAgent_writesNothing() throws IOException {
        SortedMap<String, String> before = backups();

        requireNothingWritten(
                store.snapshot(new SnapshotRequest(false, Set.of("debugger"), "", Optional.empty())), before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"debugger/patterns.json", "debugger/solutions.json", "reviewer/notes/deep.bin", "config.json"})
    void create_afterFileWasTouched_writesNothing(String path) throws IOException {
        SortedMap<String, String> before = backups();
        store.age(path, Duration.ofDays(3));

        requireNothingWritten(store.snapshot(), before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"debugger/patterns.json", "debugger/solutions.json", "reviewer/notes/deep.bin"})
    void create_afterFileWasReplacedByACopy_writesNothing(String path) throws IOException {
        SortedMap<String, String> before = backups();
        store.rewrite(path, store.bytes(path));

        requireNothingWritten(store.snapshot(), before);
    }

    @Test
    void create_afterOnlyMonitoringChanged_writesNothing() throws IOException {
        SortedMap<String, String> before = backups();
        store.put("monitoring/metrics.json", "[1, 2]").put("monitoring/alerts/open.json", "[]");

        requireNothingWritten(store.snapshot(), before);
    }

    @Test
    void create_afterLocksAndUnfinishedWritesAppeared_writesNothing() throws IOException {
        SortedMap<String, String> before = backups();
        store.put("debugger/patterns.json.tmp", "[");
        Files.createDirectories(store.root().resolve("debugger/patterns.json.lock"));

        requireNothingWritten(store.snapshot(), before);
    }

    @Test
    void create_afterMonitoringAndMemoryChanged_savesBoth() throws IOException {
        store.put("monitoring/metrics.json", "[1, 2]").put("config.json", "{\"a\": 1}");

        Snapshot second = store.snapshot();

        assertThat(second.isNew()).isTrue();
        assertThat(FolderContents.at(store.restored(second.manifest().id())))
                .isEqualTo(FolderContents.at(store.root()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"debugger/patterns.json", "debugger/solutions.json", "reviewer/notes/deep.bin", "reviewer/notes"
            })
    void create_afterModeWasChanged_savesTheMode(String path) throws IOException {
        Path changed = store.root().resolve(path);
        Files.setPosixFilePermissions(changed, PosixFilePermissions.fromString("rwx------"));

        Snapshot second = store.snapshot();

        assertThat(second.isNew()).isTrue();
        assertThat(Files.getPosixFilePermissions(
                        store.restored(second.manifest().id()).resolve(path)))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(FolderContents.at(store.restored(first.manifest().id())).get(path))
                .as("the snapshot before keeps the mode that it had")
                .doesNotStartWith("rwx------");
    }

    @Test
    void create_ofAFullSnapshot_succeedsEvenIfNothingChanged() throws IOException {
        Snapshot full = store.snapshot(SnapshotRequest.DEFAULT.full());

        assertThat(full.isNew()).isTrue();
        assertThat(full.manifest().isFull()).isTrue();
        assertThat(full.manifest().parent()).isEmpty();
    }

    @Test
    void restore_withoutMonitoring_leavesItOut() throws IOException {
        try (Backup backup = store.backups()) {
            Path target = directory.resolve("target");
            new FolderRestore(new LocalDisk(), backup.repository(), 2)
                    .restore(first.manifest(), new RestoreSelection(Set.of(), false), target);
            assertThat(target.resolve("monitoring")).doesNotExist();
            assertThat(target.resolve("config.json")).exists();
        }
        assertThat(store.restored(first.manifest().id()).resolve("monitoring/metrics.json"))
                .hasContent("[1]");
    }

    @Test
    void create_ofEmptyStore_isRestoredAsEmpty() throws IOException {
        TestStore empty = TestStore.in(directory.resolve("empty"));
        Snapshot snapshot = empty.snapshot();

        assertThat(snapshot.isNew()).isTrue();
        assertThat(snapshot.manifest().segments()).isEmpty();
        assertThat(empty.restored(snapshot.manifest().id())).isEmptyDirectory();
        assertThat(empty.snapshot().isNew()).isFalse();
    }
}
