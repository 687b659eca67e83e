package loom.aml.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.WatchedDisk;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.backup.restore.StoreRestore;
import loom.aml.run.Report;
import loom.aml.store.MemoryStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every store can be backed up: if a snapshot claims to be complete, restoring it reproduces the store. */
class CaptureTest {
    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory).put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"));
    }

    /**
     * Deletes the files here, because JUnit resolves each directory, which takes a minute for a thousand nested ones.
     */
    @AfterEach
    void removeAll() throws IOException {
        remove(directory);
        Files.createDirectory(directory);
    }

    /**
     * Returns the bytes, modes and structure of a store, by path. Iterative, because it may be deeper than the stack.
     */
    private static SortedMap<String, String> look(Path top) throws IOException {
        SortedMap<String, String> look = new TreeMap<>();
        Deque<Path> pending = new ArrayDeque<>(List.of(top));
        while (!pending.isEmpty()) {
            Path folder = pending.pop();
            try (var paths = Files.newDirectoryStream(folder)) {
                for (Path path : paths) {
                    String mode = PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
                    boolean isFolder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
                    String content = isFolder ? "folder" : Vault.sha256(Files.readAllBytes(path));
                    look.put(top.relativize(path).toString(), mode + " " + content);
                    if (isFolder) {
                        pending.push(path);
                    }
                }
            }
        }
        look.remove(".aml-lock");
        return look;
    }

    private static void remove(Path top) throws IOException {
        Deque<Path> pending = new ArrayDeque<>(List.of(top));
        List<Path> folders = new ArrayList<>();
        while (!pending.isEmpty()) {
            Path folder = pending.pop();
            folders.add(folder);
            try (var paths = Files.newDirectoryStream(folder)) {
                for (Path path : paths) {
                    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                        pending.push(path);
                    } else {
                        Files.delete(path);
                    }
                }
            }
        }
        for (Path folder : folders.reversed()) {
            Files.delete(folder);
        }
    }

    private AutoBackup.Result auto() throws IOException {
        try (Backup backup = store.backups()) {
            AutoBackup.Result result = new AutoBackup(backup, BackupPolicy.DEFAULT).run(SnapshotRequest.DEFAULT);
            store.pass(Duration.ofSeconds(1));
            return result;
        }
    }

    /** Backs up, deletes the store, restores it in place and into a folder, and compares both with the original. */
    private void requireComesBack() throws IOException {
        SortedMap<String, String> before = look(store.root());
        AutoBackup.Result made = auto();
        assertThat(made.snapshot().findings()).isEmpty();
        assertThat(made.isComplete()).isTrue();
        remove(store.root());
        Files.createDirectory(store.root());

        Report report = restore(made.snapshot().manifest().id());

        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(look(store.root())).isEqualTo(before);
        assertThat(look(store.restored(made.snapshot().manifest().id()))).isEqualTo(before);
        Report again = restore(made.snapshot().manifest().id());
        assertThat(again.changedFiles()).isZero();
    }

    private Report restore(String snapshot) throws IOException {
        return store.run(open -> {
            try (Backup backup = store.backups()) {
                Manifest manifest = new Snapshots(backup.repository()).byId(snapshot);
                return StoreRestore.plan(
                        open, backup.repository(), manifest, RestoreSelection.EVERYTHING, (_, _, _) -> {});
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".aml-notes.txt",
                ".aml-notes",
                ".aml-lock~",
                ".aml-lock.orig",
                ".AML-X/f.json",
                ".aml-x.journal",
                ".aml-x.decided",
                ".aml-.new",
                ".aml-20261130T160850.436Z-a738.decided~",
                ".aml-20261130T160850.436Z-a738-1-1.journal (conflict)",
                ".aml-20261130T160850.436Z-a738-1.new",
                ".aml-2026-1-1.old",
                "debugger/.aml-lock",
                "debugger/.aml-20261130T160850.436Z-a738.decided",
                ".aml-notes/deep/.aml-lock",
                "notes.tmp",
                "debugger/todo.tmp",
                "debugger/notes.lock/kept.txt",
                "locked.lock/patterns.json",
                "debugger/a\nb/x.json",
                "debugger/ leading and trailing ",
                "debugger/\u0001\u007f\u202e",
                "debugger/tab\tquote\"backslash\\",
                "-rf",
                "~"
            })
    void foreignFiles_withAnyNames_areRestored(String path) throws IOException {
        store.put(path, "{}");

        requireComesBack();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".aml-lock",
                ".aml-20261130T160850.436Z-a738.decided",
                ".aml-20261130T160850.436Z-a738-1-1.journal",
                ".aml-20261130T160850.436Z-a738-12-3.part",
                ".aml-20261130T160850.436Z-a738-1-1.old",
                "debugger/.aml-20261130T160850.436Z-a738-1-1.new",
                ".aml-unrecorded-1-1.new"
            })
    void internalFiles_areNotBackedUp(String path) throws IOException {
        store.put(path, "ours");

        AutoBackup.Result made = auto();

        assertThat(made.isComplete()).isTrue();
        assertThat(made.snapshot().manifest().file(path)).isEmpty();
        assertThat(store.restored(made.snapshot().manifest().id()).resolve(path))
                .doesNotExist();
    }

    @Test
    void unfinishedWritesAndLocks_areNotBackedUp_untilTheyAreLeftovers() throws IOException {
        store.put("debugger/patterns.json.tmp", "[");
        Files.createDirectory(store.root().resolve("debugger/patterns.json.lock"));
        assertThat(auto().snapshot().manifest().files()).hasSize(1);

        Files.setLastModifiedTime(
                store.root().resolve("debugger/patterns.json.tmp"),
                FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Manifest later = auto().snapshot().manifest();

        assertThat(later.file("debugger/patterns.json.tmp")).isPresent();
        assertThat(later.folders()).hasSize(1);
    }

    @Test
    void emptyFoldersAndAllModes_areRestored() throws IOException {
        Files.createDirectories(store.root().resolve("empty/within/another"));
        store.put("private/secret.txt", "x");
        Files.setPosixFilePermissions(store.root().resolve("private"), PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(
                store.root().resolve("private/secret.txt"), PosixFilePermissions.fromString("r--------"));
        Files.setPosixFilePermissions(
                store.root().resolve("empty/within"), PosixFilePermissions.fromString("rwxrwxr-x"));

        requireComesBack();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1901-12-13T20:45:52Z",
                "1969-12-31T23:59:59.500000000Z",
                "1970-01-01T00:00:00.000000001Z",
                "2106-02-07T06:28:16.123456789Z",
                "2262-04-12T00:00:00Z",
                "2300-01-01T00:00:00.123456Z"
            })
    void modificationTimes_areRestored_howeverDistant(String time) throws Exception {
        Path file = store.root().resolve("config.json");
        Files.writeString(file, "{}");
        assertThat(new ProcessBuilder("touch", "-d", time, file.toString())
                        .start()
                        .waitFor())
                .isZero();
        FileTime before = Files.getLastModifiedTime(file);
        assertThat(before.toInstant()).isEqualTo(Instant.parse(time));

        Manifest made = auto().snapshot().manifest();

        assertThat(Files.getLastModifiedTime(store.restored(made.id()).resolve("config.json")))
                .isEqualTo(before);
    }

    /** Directories deeper than a thread's stack, with paths that compress better than a manifest may. */
    @ParameterizedTest
    @ValueSource(ints = {100, 1_200})
    void nestedFolders_ofAnyDepth_areRestored(int depth) throws IOException {
        Path folder = Files.createDirectories(store.root().resolve("deep" + "/d".repeat(depth)));
        Files.writeString(folder.resolve("leaf.json"), "[1]");

        requireComesBack();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 250, 255})
    void namesOfMaximumLength_areRestored(int length) throws IOException {
        store.put("n".repeat(length), "x").put("debugger/" + "m".repeat(length), "y");

        requireComesBack();
    }

    static List<Integer> bombs() {
        return CaseSample.isFull() ? List.of(80 << 20, 300 << 20) : List.of(80 << 20);
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void gzip_thatGrowsBeyondTheLimit_isRestored(int blanks) throws IOException {
        store.put("debugger/decisions.json", TestStore.gzip("[" + " ".repeat(blanks) + "]"));

        requireComesBack();
    }

    @Test
    void repetitiveText_isRestored() throws IOException {
        String item = TestItem.pattern("r").toString();
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < 20_000; i++) {
            text.append(i == 0 ? "" : ",").append(item);
        }
        store.put("debugger/decisions.json", text.append("]").toString());

        requireComesBack();
    }

    @Test
    void manifest_thatReadsBackDifferently_isRemoved() throws IOException {
        Manifest first = auto().snapshot().manifest();
        WatchedDisk disk = new WatchedDisk().before("syncDirectory", "snapshots", () -> {
            for (Path manifest : new Vault(store).manifests()) {
                if (!manifest.equals(new Vault(store).manifest(first))) {
                    Vault.flip(manifest, Files.size(manifest) / 2);
                }
            }
        });
        store.on(disk.disk());
        store.put("debugger/patterns.json", TestItem.pattern("c"));

        assertThatThrownBy(this::auto).isInstanceOf(IOException.class).hasMessageContaining("cannot be read back");

        try (Backup backup = store.backups()) {
            assertThat(backup.repository().snapshots()).containsExactly(first.name());
        }
    }

    private static final String[] NAMES = {
        ".aml-",
        ".aml-lock",
        ".aml-x.new",
        "a b",
        "\n",
        "é",
        "日本",
        "x.lock",
        "x.tmp",
        "patterns.json",
        "metrics.json",
        "-",
        "CON",
        "a:b",
        "*",
        "%00",
        ".hidden",
        "d",
        "solutions.json.gz",
        ".aml-20261130T160850.436Z-a738"
    };

    private void grow(Path folder, Random random, int depth) throws IOException {
        for (int i = random.nextInt(5); i >= 0; i--) {
            Path path = folder.resolve(
                    NAMES[random.nextInt(NAMES.length)] + (random.nextBoolean() ? "" : random.nextInt(9)));
            if (Files.exists(path) || path.equals(store.root().resolve(".aml-lock"))) {
                continue;
            }
            if (depth > 0 && random.nextInt(3) == 0) {
                Files.createDirectory(path);
                grow(path, random, depth - 1);
            } else {
                Files.write(path, content(random));
                if (random.nextInt(4) == 0) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
                }
            }
        }
    }

    private static byte[] content(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new byte[0];
            case 1 ->
                TestItem.collection(TestItem.pattern("p" + random.nextInt())).getBytes(UTF_8);
            case 2 -> TestStore.gzip(TestItem.collection(TestItem.pattern("g" + random.nextInt())));
            case 3 -> TestStore.gzip("[".repeat(random.nextInt(3_000)));
            case 4 -> "[{\"id\":".getBytes(UTF_8);
            default -> {
                byte[] bytes = new byte[random.nextInt(10_000)];
                random.nextBytes(bytes);
                yield bytes;
            }
        };
    }

    static List<Integer> seeds() {
        return CaseSample.oneSeed(5);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void stores_withUnusualContent_areRestored(int seed) throws IOException {
        Random random = new Random(seed);
        for (int generation = 0; generation < 3; generation++) {
            grow(store.root(), random, 5);
            grow(store.root().resolve("debugger"), random, 2);
            requireComesBack();
        }
    }

    @Test
    void open_ofForeignFiles_readsThemAsBytes() throws IOException {
        store.put(".aml-notes.journal", "{}").put(".aml-x.new", "mine");

        try (MemoryStore open = store.open()) {
            assertThat(open.recovered()).isEmpty();
        }

        assertThat(store.has(".aml-x.new")).isTrue();
    }
}
