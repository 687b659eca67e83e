package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.WatchedDisk;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.io.Disk;
import loom.aml.io.DiskFullException;
import loom.aml.io.FaultyDisk;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import loom.aml.storage.Lease;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.PrivateFolder;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.Finding;
import loom.aml.store.StoreOptions;
import loom.aml.store.StorePaths;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups while other backups run, agents write and disks fail. */
class OthersAtWorkTest {
    @TempDir
    private Path directory;

    private TestStore store;
    private final List<Duration> pauses = new ArrayList<>();

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory)
                .put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"))
                .putGzip("debugger/solutions.json", TestItem.solution("c"));
    }

    private Backup backup(Disk disk, Duration wait) throws IOException {
        StorePaths place = StorePaths.of(disk, store.root(), StoreOptions.DEFAULT.withLockWait(wait));
        return Backup.at(
                place, new LocalTarget(disk, PrivateFolder.beside(disk, place.root())), new Random(1), pauses::add);
    }

    @Test
    void second_givesUp_ifTheFirstTakesTooLong() throws IOException {
        try (Backup first = backup(new LocalDisk(), Duration.ZERO);
                Backup second = backup(new LocalDisk(), Duration.ofMillis(10));
                Lease _ = first.repository().lock(Duration.ZERO)) {
            assertThatThrownBy(() -> second.create(SnapshotRequest.DEFAULT)).isInstanceOf(StoreLockedException.class);
        }
        assertThat(pauses).as("waiting for the lock is patience enough").isEmpty();
        assertThat(store.snapshot().isNew()).isTrue();
    }

    @Test
    void several_atOnce_waitForEachOther_andAllAreComplete() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Future<Snapshot>> made = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                boolean isFull = i % 2 == 0;
                made.add(pool.submit(() -> {
                    try (Backup backup = backup(new LocalDisk(), Duration.ofMinutes(1))) {
                        return backup.create(isFull ? SnapshotRequest.DEFAULT.full() : SnapshotRequest.DEFAULT);
                    }
                }));
            }
            for (Future<Snapshot> snapshot : made) {
                String id = snapshot.get().manifest().id();
                assertThat(FolderContents.at(store.restored(id))).isEqualTo(FolderContents.at(store.root()));
            }
        }
        try (Backup backup = store.backups()) {
            List<String> ids = new Snapshots(backup.repository())
                    .list().stream().map(manifest -> manifest.id()).toList();
            assertThat(ids).doesNotHaveDuplicates().isSorted().hasSizeBetween(4, 8);
        }
    }

    private static String version(int version, int items) {
        return TestItem.collection(IntStream.range(0, items)
                .mapToObj(i ->
                        TestItem.pattern("p" + i).with("x_version", version).padded(200))
                .toList());
    }

    @Test
    void snapshots_ofAStoreThatChangesContinuously_containOneCompleteVersionOfEachFile() throws Exception {
        List<String> paths = List.of("debugger/patterns.json", "one/patterns.json", "two/patterns.json");
        for (String path : paths) {
            store.rewrite(path, version(0, 40));
        }
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicInteger versions = new AtomicInteger();
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            Future<?> writer = pool.submit(() -> {
                Random random = new Random(20_261_123);
                while (!isOver.get()) {
                    int version = versions.incrementAndGet();
                    for (String path : paths) {
                        String text = version(version, 20 + random.nextInt(40));
                        store.rewrite(path, random.nextBoolean() ? TestStore.gzip(text) : text.getBytes());
                    }
                }
                return null;
            });
            try {
                for (int i = 0; i < 12; i++) {
                    Snapshot snapshot =
                            store.snapshot(i % 5 == 4 ? SnapshotRequest.DEFAULT.full() : SnapshotRequest.DEFAULT);
                    assertThat(snapshot.findings()).noneMatch(Finding::isProblem);
                    Path restored = store.restored(snapshot.manifest().id());
                    for (String path : paths) {
                        String text = TestStore.textOf(Files.readAllBytes(restored.resolve(path)));
                        List<JsonObject> items =
                                JsonObject.parse("{\"items\":" + text + "}").objects("items");
                        assertThat(items).hasSizeBetween(20, 60);
                        assertThat(items.stream()
                                        .map(item -> item.number("x_version"))
                                        .distinct())
                                .hasSize(1);
                    }
                }
            } finally {
                isOver.set(true);
            }
            writer.get();
        }
        System.out.printf("12 snapshots while a store was rewritten %d times%n", versions.get());
        try (Backup backup = store.backups()) {
            assertThat(new Verifier(backup.repository(), 2).verifyAll().isSound())
                    .isTrue();
        }
    }

    @Test
    void file_replacedWhileItIsRead_isReadAgain() throws IOException {
        AtomicInteger replaced = new AtomicInteger();
        FaultyDisk disk = new FaultyDisk();
        disk.before(0, call -> {
            if (call.name().equals("read")
                    && call.path().endsWith("debugger/patterns.json")
                    && replaced.getAndIncrement() == 0) {
                store.rewrite("debugger/patterns.json", TestItem.collection(TestItem.pattern("later")));
            }
        });

        Snapshot snapshot = store.on(disk).snapshot();

        store.on(new LocalDisk());
        assertThat(replaced.get()).isGreaterThan(1);
        assertThat(FolderContents.at(store.restored(snapshot.manifest().id())))
                .isEqualTo(FolderContents.at(store.root()));
    }

    @Test
    void file_replacedDuringEveryRead_isStillOneCompleteVersion() throws IOException {
        AtomicInteger versions = new AtomicInteger();
        FaultyDisk disk = new FaultyDisk();
        disk.before(0, call -> {
            if (call.name().equals("read") && call.path().endsWith("debugger/patterns.json")) {
                store.rewrite("debugger/patterns.json", version(versions.incrementAndGet(), 30));
            }
        });

        Snapshot snapshot = store.on(disk).snapshot();

        store.on(new LocalDisk());
        String text = Files.readString(store.restored(snapshot.manifest().id()).resolve("debugger/patterns.json"));
        assertThat(IntStream.rangeClosed(1, versions.get()).mapToObj(version -> version(version, 30)))
                .as("none is a mixture of two")
                .contains(text);
    }

    @Test
    void file_thatVanishesWhileTheStoreIsRead_isNotAFault() throws IOException {
        WatchedDisk disk = new WatchedDisk()
                .beforeFirst(
                        "open",
                        "debugger/patterns.json",
                        () -> Files.delete(store.root().resolve("debugger/patterns.json")));

        Snapshot snapshot = store.on(disk.disk()).snapshot();

        store.on(new LocalDisk());
        assertThat(snapshot.findings()).noneMatch(Finding::isProblem);
        assertThat(store.restored(snapshot.manifest().id()).resolve("debugger/patterns.json"))
                .doesNotExist();
        assertThat(store.restored(snapshot.manifest().id()).resolve("debugger/solutions.json"))
                .exists();
    }

    @Test
    void file_writtenInPlaceDuringTheBackup_isNotConsideredUnchangedLater() throws IOException {
        store.snapshot();
        // The same size, the same inode, and at most a moment later.
        byte[] bytes = store.bytes("debugger/patterns.json");
        bytes[bytes.length - 2] = ' ';
        Files.write(store.root().resolve("debugger/patterns.json"), bytes);

        Snapshot second = store.snapshot();

        assertThat(second.isNew()).isTrue();
        assertThat(FolderContents.at(store.restored(second.manifest().id())))
                .isEqualTo(FolderContents.at(store.root()));
    }

    @Test
    void unreadableFile_isReported_andTheOthersAreSaved() throws IOException {
        WatchedDisk disk = new WatchedDisk().before("open", "debugger/patterns.json", () -> {
            throw new AccessDeniedException("patterns.json");
        });

        Snapshot snapshot = store.on(disk.disk()).snapshot();

        store.on(new LocalDisk());
        assertThat(snapshot.isComplete()).isFalse();
        assertThat(snapshot.manifest().leftOut()).containsExactly("debugger/patterns.json");
        assertThat(snapshot.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.UNREADABLE);
            assertThat(finding.where()).isEqualTo("debugger/patterns.json");
            assertThat(finding.what()).contains("permission denied").contains("not in the backup");
            assertThat(finding.advice()).contains("chmod");
        });
        assertThat(store.restored(snapshot.manifest().id()).resolve("debugger/solutions.json"))
                .exists();
        Snapshot next = store.snapshot();
        assertThat(next.isComplete()).isTrue();
        assertThat(FolderContents.at(store.restored(next.manifest().id()))).isEqualTo(FolderContents.at(store.root()));
    }

    @Test
    void unreadableFolder_isReported_andItsContentIsNotConsideredRemoved() throws IOException {
        WatchedDisk disk = new WatchedDisk().before("list", "memory/debugger", () -> {
            throw new AccessDeniedException("debugger");
        });

        Snapshot snapshot = store.on(disk.disk()).snapshot();

        store.on(new LocalDisk());
        assertThat(snapshot.isComplete()).isFalse();
        assertThat(snapshot.manifest().tellsOf("debugger/patterns.json")).isFalse();
        assertThat(snapshot.manifest().tellsOf("reviewer/patterns.json")).isTrue();
    }

    @Test
    void backupFolder_thatCannotBeCreated_changesNothing() throws IOException {
        Files.writeString(store.root().resolveSibling("memory-backup"), "in the way");
        var before = store.everything();

        assertThatThrownBy(() -> store.snapshot()).isInstanceOf(IOException.class);

        assertThat(store.everything()).isEqualTo(before);
    }

    @Test
    void links_areReported_andNotFollowed() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        Files.createSymbolicLink(store.root().resolve("debugger/link.json"), secret);
        Files.createSymbolicLink(store.root().resolve("folder"), directory);

        Snapshot snapshot = store.snapshot();

        assertThat(snapshot.isComplete()).isTrue();
        assertThat(snapshot.findings())
                .extracting(Finding::where)
                .containsExactlyInAnyOrder("debugger/link.json", "folder");
        assertThat(snapshot.manifest().files()).hasSize(2);
    }

    private WatchedDisk failing(int times, IOException failure) {
        AtomicInteger failed = new AtomicInteger();
        return new WatchedDisk().before("create", "", () -> {}).before("rename", ".json.zst", () -> {
            if (failed.getAndIncrement() < times) {
                throw failure;
            }
        });
    }

    @Test
    void transientFailure_isRetried_withGrowingPauses() throws IOException {
        try (Backup backup = backup(failing(3, new IOException("a hiccup")).disk(), Duration.ZERO)) {
            assertThat(backup.create(SnapshotRequest.DEFAULT).isNew()).isTrue();
        }
        assertThat(pauses).hasSize(3).isSorted().doesNotHaveDuplicates();
        try (Backup backup = store.backups()) {
            assertThat(new Verifier(backup.repository(), 1).verifyAll().isSound())
                    .isTrue();
        }
        assertThat(new Vault(store).segments()).hasSize(1);
    }

    @Test
    void persistentFailure_isReported_andEarlierSnapshotsAreKept() throws IOException {
        var look = FolderContents.at(store.root());
        String first = store.snapshot().manifest().id();
        store.put("config.json", "{}");

        try (Backup backup =
                backup(failing(100, new IOException("out of order")).disk(), Duration.ZERO)) {
            assertThatThrownBy(() -> backup.create(SnapshotRequest.DEFAULT)).hasMessageContaining("out of order");
        }

        assertThat(pauses).hasSize(3);
        assertThat(FolderContents.at(store.restored(first))).isEqualTo(look);
        assertThat(new Vault(store).segments()).hasSize(1);
    }

    @Test
    void permanentFailure_isNotRetried() throws IOException {
        for (IOException failure : List.of(
                new DiskFullException(new IOException("No space left on device")), new AccessDeniedException("x"))) {
            try (Backup backup = backup(failing(100, failure).disk(), Duration.ZERO)) {
                assertThatThrownBy(() -> backup.create(SnapshotRequest.DEFAULT)).isSameAs(failure);
            }
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void backupOfAnotherFormat_isNotWritten() throws IOException {
        store.snapshot();
        Path head = store.logs().resolve("repository.json");
        Files.writeString(head, Files.readString(head).replaceFirst("\"format\":\\s*1", "\"format\":2"));
        store.put("config.json", "{}");

        assertThatThrownBy(() -> store.snapshot()).hasMessageContaining("newer version of aml");
        Files.writeString(head, "rubbish");
        assertThatThrownBy(() -> store.snapshot()).hasMessageContaining("not valid JSON");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(head)))
                .isEqualTo("rw-------");
    }
}
