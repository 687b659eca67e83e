package loom.aml.store.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.index.StoreIndex;
import loom.aml.io.Access;
import loom.aml.io.LocalDisk;
import loom.aml.run.Report;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files beside a store are as accessible as the store, and may be on another disk. */
class SharedStoreTest {
    private static final String PATTERNS = "debugger/patterns.json";
    private static final String LIST = "system.posix_acl_access";

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory.resolve("project")).put(PATTERNS, TestItem.pattern("a"), TestItem.pattern("a"));
    }

    private Report gc() throws IOException {
        return store.run(open -> new GarbageCollector(GcPolicy.DEFAULT, store.now()).plan(open, Selection.ALL));
    }

    private void index() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            new StoreIndex(open).update(Duration.ofSeconds(1));
        }
    }

    private Path beside(String name) {
        return store.root().resolveSibling(name);
    }

    /** Returns the modes of all internal files, by path. */
    private SortedMap<String, Integer> own() throws IOException {
        SortedMap<String, Integer> modes = new TreeMap<>();
        for (String top : new String[] {"memory-backup/aml", "memory-state/index"}) {
            try (Stream<Path> paths = Files.walk(beside(top))) {
                for (Path path : paths.toList()) {
                    modes.put(path.toString(), mode(path));
                }
            }
        }
        modes.put(".aml-lock", mode(store.root().resolve(".aml-lock")));
        return modes;
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode") & 07777;
    }

    private void work() throws IOException {
        gc();
        store.snapshot();
        index();
    }

    @ParameterizedTest
    @CsvSource({"2770, 2770, 660", "0770, 0770, 660", "2775, 2770, 660", "0777, 0770, 660"})
    void storeSharedByAGroup_sharesItsRecordsWithTheGroupOnly(String store, String folder, String file)
            throws IOException {
        Files.setAttribute(this.store.root(), "unix:mode", Integer.parseInt(store, 8));

        work();

        assertThat(own())
                .allSatisfy((path, mode) -> assertThat(Integer.toOctalString(mode))
                        .as(path)
                        .isIn(Integer.toOctalString(Integer.parseInt(folder, 8)), file));
    }

    @ParameterizedTest
    @ValueSource(ints = {0700, 0750, 0755, 02755})
    void storeWritableByItsOwnerOnly_keepsItsRecordsPrivate(int mode) throws IOException {
        Files.setAttribute(store.root(), "unix:mode", mode);

        work();

        assertThat(own())
                .allSatisfy((path, own) -> assertThat(own & 0077).as(path).isZero());
    }

    @Test
    void groupWithoutRightsInTheAccessControlList_getsNoneThroughTheMask() throws IOException {
        Access access = new LocalDisk().wholeAccess(store.root());
        Path other = directory.resolve("with-list");
        try {
            new LocalDisk().createDirectory(other, access.withAttributes(new TreeMap<>(Map.of(LIST, list()))));
        } catch (FileSystemException e) {
            abort("no access control lists here");
        }
        Files.setAttribute(other, "unix:mode", 0770);
        Files.move(store.root().resolve("debugger"), other.resolve("debugger"));
        Files.delete(store.root());
        Files.move(other, store.root());

        work();

        assertThat(own())
                .allSatisfy((path, own) -> assertThat(own & 0077).as(path).isZero());
    }

    private static String list() {
        ByteBuffer list = ByteBuffer.allocate(4 + 5 * 8).order(ByteOrder.LITTLE_ENDIAN);
        list.putInt(2);
        for (int[] entry : new int[][] {{1, 7, -1}, {2, 7, 12_345}, {4, 0, -1}, {16, 7, -1}, {32, 0, -1}}) {
            list.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]);
        }
        return Base64.getEncoder().encodeToString(list.array());
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory-backup", "memory-state"})
    void folderLinkedToAnotherDisk_isFollowed(String name) throws IOException {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        Files.createSymbolicLink(beside(name), disk);

        work();

        assertThat(beside(name)).isSymbolicLink();
        assertThat(disk).isNotEmptyDirectory();
        assertThat(store.history()).hasSize(1);
    }

    @Test
    void linkedInnerFolder_isFollowed() throws IOException {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        Files.createDirectory(beside("memory-backup"));
        Files.createSymbolicLink(beside("memory-backup").resolve("aml"), disk);

        String snapshot = store.snapshot().manifest().id();

        assertThat(disk.resolve("generations")).isNotEmptyDirectory();
        assertThat(store.restored(snapshot).resolve(PATTERNS)).exists();
    }

    @Test
    void undo_findsTheArchiveBehindALink() throws IOException {
        Files.createSymbolicLink(beside("memory-backup"), Files.createDirectory(directory.resolve("disk")));
        String run = gc().run();
        assertThat(store.ids(PATTERNS)).hasSize(1);

        store.undo(run);

        assertThat(store.ids(PATTERNS)).hasSize(2);
    }

    @Test
    void linkOfSeveralSteps_isFollowed() throws IOException {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        Path step = Files.createSymbolicLink(directory.resolve("step"), disk);
        Files.createSymbolicLink(beside("memory-backup"), step);

        assertThat(store.snapshot().isNew()).isTrue();
        assertThat(disk).isNotEmptyDirectory();
    }

    @Test
    void danglingLink_isReported() throws IOException {
        Files.createSymbolicLink(beside("memory-backup"), directory.resolve("not-mounted"));

        assertThatThrownBy(() -> store.snapshot())
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is a link to a directory that does not exist");
        assertThat(store.ids(PATTERNS)).hasSize(2);
    }
}
