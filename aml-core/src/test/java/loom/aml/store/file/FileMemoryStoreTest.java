package loom.aml.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.WatchedDisk;
import loom.aml.io.Checksum;
import loom.aml.io.DiskFullException;
import loom.aml.io.Encoding;
import loom.aml.io.FaultyDisk;
import loom.aml.io.GzipLimits;
import loom.aml.io.LocalDisk;
import loom.aml.io.PatientTicker;
import loom.aml.json.JsonObject;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.ChangeLog;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.CollectionStoreContract;
import loom.aml.store.DocumentChange;
import loom.aml.store.FileChange;
import loom.aml.store.FileOutcome;
import loom.aml.store.FileVersion;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoStoreException;
import loom.aml.store.Progress;
import loom.aml.store.Reason;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreListing;
import loom.aml.store.StoreOptions;
import loom.aml.store.Version;
import loom.aml.store.kind.StoreKinds;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store in a directory keeps what all stores promise, and what only files can promise. */
class FileMemoryStoreTest extends CollectionStoreContract {

    @TempDir
    private Path directory;

    private TestStore store;
    private final List<RunLog> logs = new ArrayList<>();

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    @AfterEach
    void closeLogs() throws IOException {
        for (RunLog log : logs) {
            log.close();
        }
    }

    @Override
    protected void put(String path, byte[] bytes) throws IOException {
        Files.createDirectories(store.root().resolve(path).getParent());
        store.rewrite(path, bytes);
    }

    @Override
    protected String text(String path) throws IOException {
        return store.text(path);
    }

    @Override
    protected MemoryStore open(int threads) throws IOException {
        return store.with(StoreOptions.DEFAULT.withThreads(threads)).open();
    }

    @Override
    protected MemoryStore openReadOnly() throws IOException {
        return store.openReadOnly();
    }

    @Override
    protected ChangeLog log(MemoryStore open) throws IOException {
        RunLog log =
                LogFolder.of(open.place()).begin("test", JsonObject.builder().build(), store.now(), new Random());
        logs.add(log);
        return log;
    }

    private FileOutcome applyOne(MemoryStore open, StoreChange change) throws IOException {
        return open.apply(new ChangeSet(List.of(change)), log(open), Progress.NONE)
                .getFirst();
    }

    private List<FileOutcome> without(String... ids) throws IOException {
        return Scenario.apply(store, new LocalDisk(), "test", open -> Scenario.without(open, null, ids));
    }

    // Opening

    @Test
    void open_findsTheStoreBehindALink() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), store.root());

        try (MemoryStore open = StoreKinds.open(new LocalDisk(), link, StoreOptions.DEFAULT)) {
            assertThat(open.place().root()).isEqualTo(store.root().toRealPath());
            assertThat(open.location()).isEqualTo(store.root().toRealPath().toString());
            assertThat(open.options()).isEqualTo(StoreOptions.DEFAULT);
            assertThat(open.place().disk()).isInstanceOf(LocalDisk.class);
        }
    }

    @Test
    void open_withoutAStore_saysWhatToDo() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> StoreKinds.open(new LocalDisk(), directory.resolve("nothing"), StoreOptions.DEFAULT))
                .isInstanceOf(NoStoreException.class)
                .hasMessageContaining("aml init");
        assertThatThrownBy(() -> StoreKinds.openReadOnly(new LocalDisk(), file, StoreOptions.DEFAULT))
                .isInstanceOf(NoStoreException.class)
                .hasMessageContaining("not a directory");
    }

    @Test
    void openReadOnly_writesNothingAtAll() throws IOException {
        put("a/patterns.json", TestItem.collection(TestItem.pattern("1")).getBytes(UTF_8));
        Files.writeString(store.root().resolve(".aml-20261122T080000.000Z-0001-1-1.new"), "litter");
        Files.writeString(store.root().resolve(".aml-20261122T080000.000Z-0001-1-1.journal"), "torn");
        SortedMap<String, String> before = store.everything();

        try (MemoryStore open = store.openReadOnly()) {
            Scenario.without(open, null, "1");
            open.pins();
            assertThat(open.recovered()).hasSize(1);
        }

        assertThat(store.everything()).isEqualTo(before);
    }

    @Test
    void open_thatFails_lockIsSetFree() throws IOException {
        WatchedDisk disk = new WatchedDisk();
        int[] lists = {0};
        disk.before("list", "memory", () -> {
            if (++lists[0] == 1) {
                throw new FileSystemException("memory", null, "Input/output error");
            }
        });
        store.on(disk.disk());

        assertThatThrownBy(store::open).isInstanceOf(FileSystemException.class);
        store.open().close();
    }

    // Reading

    @Test
    void scan_saysWhoMayReadWhatWeMayNot() throws IOException {
        put("a/patterns.json", "[]".getBytes(UTF_8));
        WatchedDisk disk = new WatchedDisk().before("open", "patterns.json", () -> {
            throw new AccessDeniedException("patterns.json");
        });

        try (MemoryStore open = store.on(disk.disk()).openReadOnly()) {
            assertThat(open.scan(open.list(), Selection.ALL, file -> file.read(_ -> {})))
                    .singleElement()
                    .isInstanceOfSatisfying(ScanResult.LeftAlone.class, denied -> {
                        assertThat(denied.finding().kind()).isEqualTo(Finding.Kind.UNREADABLE);
                        assertThat(denied.finding().advice())
                                .contains("chmod u+rw")
                                .contains("rw-");
                    });
        }
    }

    @Test
    void scan_passesOverAFileThatIsRemovedJustThen() throws IOException {
        put("a/patterns.json", "[]".getBytes(UTF_8));
        put("a/solutions.json", "[]".getBytes(UTF_8));
        WatchedDisk disk = new WatchedDisk()
                .beforeFirst(
                        "open", "patterns.json", () -> Files.delete(store.root().resolve("a/patterns.json")));

        try (MemoryStore open = store.on(disk.disk()).openReadOnly()) {
            List<ScanResult<Integer>> scanned = open.scan(open.list(), Selection.ALL, file -> file.read(_ -> {}));
            assertThat(scanned.get(0))
                    .isInstanceOfSatisfying(
                            ScanResult.LeftAlone.class,
                            gone -> assertThat(gone.finding().kind()).isEqualTo(Finding.Kind.CHANGED));
            assertThat(scanned.get(1)).isInstanceOf(ScanResult.Read.class);
        }
    }

    @Test
    void scan_doesNotInflateABomb() throws IOException {
        put("a/patterns.json", TestStore.gzip("[" + " ".repeat(1 << 20) + "]"));
        store.with(StoreOptions.DEFAULT.withGzipLimits(new GzipLimits(1 << 19, 10, 1 << 10)));

        try (MemoryStore open = store.openReadOnly()) {
            assertThat(open.scan(open.list(), Selection.ALL, file -> file.read(_ -> {})))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            ScanResult.LeftAlone.class,
                            bomb -> assertThat(bomb.finding().what()).contains("expands beyond the limit"));
        }
    }

    @Test
    void scan_isEndedByAMistakeInTheScan_andTheOthersAreWaitedFor() throws IOException {
        put("a/patterns.json", "[]".getBytes(UTF_8));
        put("b/patterns.json", "[]".getBytes(UTF_8));
        store.with(StoreOptions.DEFAULT.withThreads(2));

        try (MemoryStore open = store.openReadOnly()) {
            for (Throwable mistake : List.of(new IllegalStateException("mistake"), new StackOverflowError("mistake"))) {
                assertThat(catchThrowable(() -> open.scan(open.list(), Selection.ALL, _ -> {
                            throw sneaky(mistake);
                        })))
                        .isSameAs(mistake);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable mistake) throws T {
        throw (T) mistake;
    }

    @Test
    void scan_canBeInterrupted() throws Exception {
        put("a/patterns.json", "[]".getBytes(UTF_8));
        put("b/patterns.json", "[]".getBytes(UTF_8));
        store.with(StoreOptions.DEFAULT.withThreads(2));
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(2);
        Throwable[] thrown = {null};
        try (MemoryStore open = store.openReadOnly()) {
            Thread scanning = Thread.ofPlatform()
                    .start(() -> thrown[0] = catchThrowable(() -> open.scan(open.list(), Selection.ALL, _ -> {
                        begun.countDown();
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            throw new UncheckedIOException(new IOException(e));
                        }
                        return true;
                    })));
            begun.await();
            scanning.interrupt();
            scanning.join();
        }
        assertThat(thrown[0]).isInstanceOf(InterruptedIOException.class);
    }

    // Unchanged files

    @Test
    void apply_keepsTheVeryFiles_thatNoChangeConcerns() throws IOException {
        put(
                "a/patterns.json",
                TestItem.collection(TestItem.pattern("1"), TestItem.pattern("2"))
                        .getBytes(UTF_8));
        put("a/solutions.json", TestStore.gzip(TestItem.collection(TestItem.solution("3"))));
        put("a/metrics.json", "{}".getBytes(UTF_8));
        put("b/patterns.json", "[ ]\n".getBytes(UTF_8));
        put("b/decisions.json", "{broken".getBytes(UTF_8));
        List<String> others = List.of("a/solutions.json", "a/metrics.json", "b/patterns.json", "b/decisions.json");
        List<Object> before = identities(others);

        assertThat(without("1")).hasSize(1);

        assertThat(identities(others)).isEqualTo(before);
    }

    @Test
    void apply_withNothingToRemove_leavesTheFileTheVerySame() throws IOException {
        put("a/patterns.json", TestItem.collection(TestItem.pattern("1")).getBytes(UTF_8));
        List<Object> before = identities(List.of("a/patterns.json"));

        try (MemoryStore open = store.open()) {
            CollectionFile file = CollectionFile.ofPath("a/patterns.json").orElseThrow();
            Version seen = open.list().collections().get(file);
            assertThat(applyOne(open, new CollectionChange.Rewrite(file, seen, List.of(), null))
                            .isCommitted())
                    .isFalse();
        }

        assertThat(identities(List.of("a/patterns.json"))).isEqualTo(before);
    }

    /** Content, time, inode and mode. */
    private List<Object> identities(List<String> paths) throws IOException {
        List<Object> identities = new ArrayList<>();
        for (String path : paths) {
            identities.add(Files.readAttributes(store.root().resolve(path), "unix:ino,mode,uid,gid,ctime"));
            identities.add(store.look(path));
        }
        return identities;
    }

    @Test
    void apply_changesTheEncodingAndNotTheText() throws IOException {
        String text =
                "\ufeff[\r\n" + TestItem.pattern("1").withRaw("x", "1e999").toLine() + " , 7 ]\n";
        put("a/patterns.json", text.getBytes(UTF_8));

        try (MemoryStore open = store.open()) {
            CollectionFile file = CollectionFile.ofPath("a/patterns.json").orElseThrow();
            for (Encoding encoding : List.of(Encoding.GZIP, Encoding.PLAIN)) {
                Version seen = open.list().collections().get(file);
                assertThat(applyOne(open, new CollectionChange.Rewrite(file, seen, List.of(), encoding))
                                .isCommitted())
                        .isTrue();
                assertThat(store.isGzip("a/patterns.json")).isEqualTo(encoding == Encoding.GZIP);
                assertThat(store.text("a/patterns.json")).isEqualTo(text);
            }
        }
        assertThat(store.bytes("a/patterns.json")).isEqualTo(text.getBytes(UTF_8));
    }

    @Test
    void apply_keepsTheModeOfTheFile_readOnlyOrNot() throws IOException {
        for (String mode : List.of("rw-r-----", "r--r--r--", "rw-rw-rw-")) {
            put(
                    "a/patterns.json",
                    TestItem.collection(TestItem.pattern("1"), TestItem.pattern("2"))
                            .getBytes(UTF_8));
            Path file = store.root().resolve("a/patterns.json");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

            assertThat(without("1").getFirst().isCommitted()).isTrue();

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(mode);
        }
    }

    @Test
    void apply_leavesASecondNameOfTheFileAsItWas() throws IOException {
        String text = TestItem.collection(TestItem.pattern("1"), TestItem.pattern("2"));
        put("a/patterns.json", text.getBytes(UTF_8));
        Path copy = Files.createLink(
                directory.resolve("hard-linked-backup"), store.root().resolve("a/patterns.json"));

        without("1");

        assertThat(Files.readString(copy)).isEqualTo(text);
    }

    @Test
    void apply_neverFollowsALinkThatTookThePlaceOfTheAgent() throws IOException {
        put(
                "a/patterns.json",
                TestItem.collection(TestItem.pattern("1"), TestItem.pattern("2"))
                        .getBytes(UTF_8));
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));

        FileOutcome outcome = Scenario.apply(store, new LocalDisk(), "test", open -> {
                    ChangeSet changes = Scenario.without(open, null, "1");
                    Files.move(store.root().resolve("a/patterns.json"), elsewhere.resolve("patterns.json"));
                    Files.delete(store.root().resolve("a"));
                    Files.createSymbolicLink(store.root().resolve("a"), elsewhere);
                    return changes;
                })
                .getFirst();

        assertThat(outcome.isCommitted()).isFalse();
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.UNREADABLE);
            assertThat(finding.what()).contains("symbolic link");
        });
        assertThat(Files.readString(elsewhere.resolve("patterns.json"))).contains("\"1\"");
    }

    @Test
    void apply_ofAPathThatLeadsOutOfTheStore_isRefused() throws IOException {
        Path outside = Files.writeString(directory.resolve(".loom/outside"), "theirs");
        try (MemoryStore open = store.open()) {
            Version seen = new FileVersion(open.place().disk().state(outside));
            for (String path : List.of("../outside", outside.toString(), "a/../../outside", "a\0b", "")) {
                FileOutcome removed =
                        applyOne(open, new FileChange.Remove(path, seen, Scenario.byHand(Reason.LEFTOVER)));
                FileOutcome put = applyOne(open, new DocumentChange.Put(path, seen, new byte[3]));
                assertThat(List.of(removed, put))
                        .noneMatch(FileOutcome::isCommitted)
                        .allSatisfy(outcome -> assertThat(outcome.findings()).hasSize(1));
            }
        }
        assertThat(outside).hasContent("theirs");
    }

    // Limited file systems

    @Test
    void apply_worksWithoutHardLinks() throws IOException {
        for (Scenario scenario : Scenario.values()) {
            Stage stage = new Stage(scenario, directory.resolve(scenario.name()), false);
            TestStore other = stage.store();
            stage.play(other, new FaultyDisk().withoutLinks());
            assertThat(other.texts()).as(scenario.name()).isEqualTo(stage.after());
        }
    }

    @Test
    void apply_worksWhereAnAgentIsADeviceOfItsOwn() throws IOException {
        for (Scenario scenario : Scenario.values()) {
            Stage stage = new Stage(scenario, directory.resolve(scenario.name()), false);
            TestStore other = stage.store();
            FaultyDisk disk = new FaultyDisk().withDeviceAt(other.root().resolve("debugger"));
            stage.play(other, disk);
            assertThat(other.texts()).as(scenario.name()).isEqualTo(stage.after());
        }
    }

    @Test
    void apply_whereADirectoryIsMountedFromTheSameDevice_changesNothingAndSaysSo() throws IOException {
        put(
                "a/patterns.json",
                TestItem.collection(TestItem.pattern("1"), TestItem.pattern("2"))
                        .getBytes(UTF_8));
        WatchedDisk disk = new WatchedDisk().before("rename", "a/patterns.json", () -> {
            throw new FileSystemException("patterns.json", null, "Invalid cross-device link");
        });
        SortedMap<String, String> before = store.texts();

        FileOutcome outcome = Scenario.apply(store, disk.disk(), "test", open -> Scenario.without(open, null, "1"))
                .getFirst();

        assertThat(outcome.isCommitted()).isFalse();
        assertThat(outcome.findings()).extracting(Finding::what).containsExactly("Invalid cross-device link");
        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void apply_onAFullDisk_stopsTheRunAndLeavesTheStoreAsItWas() throws IOException {
        for (int i = 0; i < 5; i++) {
            put(
                    "agent-" + i + "/patterns.json",
                    TestItem.collection(TestItem.pattern("1")).getBytes(UTF_8));
        }
        SortedMap<String, String> before = store.texts();
        WatchedDisk disk = new WatchedDisk().before("write", ".new", () -> {
            throw new IOException("No space left on device");
        });
        // The real disk translates this message into its own exception.
        WatchedDisk full = new WatchedDisk().before("create", ".new", () -> {
            throw new DiskFullException(new IOException("No space left on device"));
        });

        for (WatchedDisk each : List.of(full, disk)) {
            List<FileOutcome> outcomes =
                    Scenario.apply(store, each.disk(), "test", open -> Scenario.without(open, null, "1"));
            assertThat(outcomes).hasSize(5).noneMatch(FileOutcome::isCommitted);
            assertThat(outcomes)
                    .allSatisfy(outcome -> assertThat(outcome.findings()).hasSize(1));
            assertThat(store.texts()).isEqualTo(before);
            store.pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void apply_reportsTheCommit_evenIfItsJournalCannotBeDeleted() throws IOException {
        put(
                "a/patterns.json",
                TestItem.collection(TestItem.pattern("1"), TestItem.pattern("2"))
                        .getBytes(UTF_8));
        WatchedDisk disk = new WatchedDisk().before("delete", ".journal", () -> {
            throw new FileSystemException("journal", null, "Input/output error");
        });

        FileOutcome outcome = Scenario.apply(store, disk.disk(), "test", open -> Scenario.without(open, null, "1"))
                .getFirst();

        assertThat(outcome.isCommitted()).isTrue();
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.FAILED);
            assertThat(finding.what()).startsWith("was changed, but").contains("Input/output error");
        });
        store.on(new LocalDisk()).open().close();
        assertThat(store.history())
                .singleElement()
                .satisfies(run -> assertThat(run.commits()).hasSize(1));
        assertThat(store.memory().keySet()).containsExactlyInAnyOrder("a", "a/patterns.json");
    }

    @Test
    void apply_isLeftToOthersWhoWriteAllTheTime() throws IOException {
        put("a/patterns.json", TestItem.collection(TestItem.pattern("1")).getBytes(UTF_8));
        int[] times = {0};
        WatchedDisk disk = new WatchedDisk()
                .before(
                        "createDirectory",
                        ".lock",
                        () -> store.rewrite(
                                "a/patterns.json",
                                TestItem.collection(TestItem.pattern("1"), TestItem.pattern("new-" + times[0]++))));

        FileOutcome outcome = Scenario.apply(store, disk.disk(), "test", open -> Scenario.without(open, null, "1"))
                .getFirst();

        assertThat(outcome.isCommitted()).isFalse();
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.CHANGED);
            assertThat(finding.what()).contains("8 times");
        });
        assertThat(times[0]).isEqualTo(8);
        assertThat(store.ids("a/patterns.json")).containsExactly("1", "new-7");
        assertThat(store.memory().keySet()).containsExactlyInAnyOrder("a", "a/patterns.json");
    }

    @Test
    void apply_isReportedWhereSomebodyKeepsTheLock() throws IOException {
        put("a/patterns.json", TestItem.collection(TestItem.pattern("1")).getBytes(UTF_8));
        Files.createDirectory(store.root().resolve("a/patterns.json.lock"));
        SortedMap<String, String> before = store.texts();
        store.with(StoreOptions.DEFAULT.withLockWait(Duration.ofMillis(30)));

        FileOutcome outcome = without("1").getFirst();

        assertThat(outcome.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.LOCKED);
        assertThat(store.texts()).isEqualTo(before);
        assertThat(store.has("a/patterns.json.lock")).isTrue();
        assertThat(archives()).as("nothing left, so nothing is archived").isEmpty();
    }

    private List<Path> archives() throws IOException {
        try (var files = Files.walk(store.logs())) {
            return files.filter(path -> path.startsWith(store.logs().resolve("archives")))
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }

    @Test
    void apply_ofAChangeThatCannotBeMade_saysWhoCould() throws IOException {
        put("a/patterns.json", TestItem.collection(TestItem.pattern("1")).getBytes(UTF_8));
        WatchedDisk notOurs = new WatchedDisk().before("create", ".new", () -> {
            throw new FileSystemException("new", null, "Operation not permitted");
        });
        WatchedDisk denied = new WatchedDisk().before("createDirectory", ".lock", () -> {
            throw new AccessDeniedException("lock");
        });

        for (WatchedDisk disk : List.of(notOurs, denied)) {
            FileOutcome outcome = Scenario.apply(store, disk.disk(), "test", open -> Scenario.without(open, null, "1"))
                    .getFirst();
            assertThat(outcome.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Finding.Kind.UNREADABLE);
                assertThat(finding.advice()).contains("run aml as");
            });
            store.pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void apply_ofAnUnsoundReplacement_isRefused() throws IOException {
        put("a/patterns.json", "[{".getBytes(UTF_8));
        CollectionFile file = CollectionFile.ofPath("a/patterns.json").orElseThrow();
        try (MemoryStore open = store.open()) {
            Version seen = open.list().collections().get(file);
            FileOutcome unsound = applyOne(open, replace(file, seen, "[{}", 1));
            FileOutcome miscounted = applyOne(open, replace(file, seen, "[{}]", 2));
            FileOutcome changed = applyOne(open, replace(file, Version.MISSING, "[]", 0));

            assertThat(unsound.findings()).extracting(Finding::what).asString().contains("damaged");
            assertThat(miscounted.findings())
                    .extracting(Finding::what)
                    .asString()
                    .contains("holds 1 elements and should hold 2");
            assertThat(changed.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.CHANGED);
        }
        assertThat(store.text("a/patterns.json")).isEqualTo("[{");
        assertThat(archives()).isEmpty();
    }

    private static StoreChange replace(CollectionFile file, Version seen, String by, int items) {
        return new FileChange.Replace(file, seen, Scenario.byHand(Reason.FAILED_VALIDATION), (_, sound) -> {
            sound.write(by.getBytes(UTF_8));
            return items;
        });
    }

    @Test
    void apply_neverReplacesWhatWasDamagedSincePlanned() throws IOException {
        put("a/patterns.json", TestItem.collection(TestItem.pattern("1")).getBytes(UTF_8));

        FileOutcome outcome = Scenario.apply(store, new LocalDisk(), "test", open -> {
                    ChangeSet changes = Scenario.without(open, null, "1");
                    put("a/patterns.json", "[{\"id\": \"1\"".getBytes(UTF_8));
                    return changes;
                })
                .getFirst();

        assertThat(outcome.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.DAMAGED);
        assertThat(store.text("a/patterns.json")).isEqualTo("[{\"id\": \"1\"");
    }

    @Test
    void apply_adoptsOnlyALoneFile() throws IOException {
        put("a/patterns.json.gz", TestStore.gzip("[]"));
        put("a/patterns.json", "[]".getBytes(UTF_8));
        try (MemoryStore open = store.open()) {
            CollectionFile plain = CollectionFile.ofPath("a/patterns.json").orElseThrow();
            FileOutcome taken = applyOne(
                    open,
                    new FileChange.Adopt(plain.twin(), open.list().collections().get(plain.twin())));
            assertThat(taken.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.CHANGED);
        }
        assertThat(store.collections()).containsExactly("a/patterns.json", "a/patterns.json.gz");
    }

    @Test
    void apply_waitsForNobodyWhereAFileIsOld() throws IOException {
        put(
                "a/patterns.json",
                TestItem.collection(TestItem.pattern("1"), TestItem.pattern("2"))
                        .getBytes(UTF_8));
        Files.setLastModifiedTime(
                store.root().resolve("a/patterns.json"),
                FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        TestStore.passTick();
        List<String> underLock = new ArrayList<>();
        FaultyDisk disk = new FaultyDisk().before(0, call -> {
            if (store.has("a/patterns.json.lock")) {
                underLock.add(call.name());
            }
        });

        Scenario.apply(store, disk, "test", open -> Scenario.without(open, null, "1"));

        assertThat(underLock)
                .as("the lock is held for a few calls, none of which reads")
                .containsExactly(
                        "setModified",
                        "state",
                        "state",
                        "state",
                        "link",
                        "state",
                        "state",
                        "rename",
                        "syncDirectory",
                        "state",
                        "delete");
    }

    @Test
    void putBack_fromAnArchiveThatIsGone_isReported() throws IOException {
        put("a/patterns.json", "[]".getBytes(UTF_8));
        CollectionFile file = CollectionFile.ofPath("a/patterns.json").orElseThrow();
        try (MemoryStore open = store.open()) {
            FileOutcome outcome = applyOne(
                    open,
                    new CollectionChange.PutBack(
                            file,
                            open.list().collections().get(file),
                            () -> {
                                throw new NoSuchFileException("/elsewhere/archive");
                            },
                            new Checksum.Content(2, ""),
                            Encoding.PLAIN));
            assertThat(outcome.isCommitted()).isFalse();
            assertThat(outcome.findings())
                    .as("nobody changed the file, so it is no case of that")
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.kind()).isEqualTo(Finding.Kind.UNREADABLE);
                        assertThat(finding.what()).contains("/elsewhere/archive");
                    });
        }
        assertThat(store.text("a/patterns.json")).isEqualTo("[]");
    }

    @Test
    void open_thatWaitsForNoOtherRun_stillFreesALockThatACrashLeft() throws IOException {
        store.put("monitoring/metrics.json", "{}");
        Path left = Files.createDirectory(store.root().resolve("monitoring/metrics.json.lock"));
        StoreOptions patient = StoreOptions.DEFAULT.withTicker(new PatientTicker());

        try (MemoryStore open = StoreKinds.open(new LocalDisk(), store.root(), patient, Duration.ZERO)) {
            Version seen =
                    new FileVersion(open.place().disk().state(store.root().resolve("monitoring/metrics.json")));
            FileOutcome outcome = open.apply(
                            new ChangeSet(List.of(new DocumentChange.Put(
                                    "monitoring/metrics.json", seen, "[]".getBytes(StandardCharsets.UTF_8)))),
                            log(open),
                            Progress.NONE)
                    .getFirst();
            assertThat(outcome.isCommitted()).as(outcome.toString()).isTrue();
            assertThatThrownBy(
                            () -> StoreKinds.open(new LocalDisk(), store.root(), StoreOptions.DEFAULT, Duration.ZERO))
                    .isInstanceOf(StoreLockedException.class);
        }

        assertThat(left).doesNotExist();
    }

    @Test
    void scan_readsWhatTheListingSaw_soThatNothingIsPassedOverInSilence() throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern("1"));
        boolean[] isTold = {false};
        WatchedDisk watched = new WatchedDisk();
        try (MemoryStore open = StoreKinds.openReadOnly(watched.disk(), store.root(), StoreOptions.DEFAULT)) {
            watched.before("list", "debugger", () -> {
                if (!isTold[0]) {
                    isTold[0] = true;
                    throw new FileSystemException("debugger", null, "Input/output error");
                }
            });
            StoreListing first = open.list();
            StoreListing second = open.list();

            assertThat(first.unseen()).extracting(Finding::where).containsExactly("debugger");
            assertThat(open.scan(first, Selection.ALL, collection -> true)).isEmpty();
            assertThat(second.unseen()).isEmpty();
            assertThat(open.scan(second, Selection.ALL, collection -> true)).hasSize(1);
        }
    }
}
