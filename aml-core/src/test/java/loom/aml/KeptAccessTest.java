package loom.aml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.backup.restore.StoreRestore;
import loom.aml.compress.CompressPolicy;
import loom.aml.compress.Compressor;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.migrate.MigratePolicy;
import loom.aml.migrate.Migrator;
import loom.aml.migrate.SchemaVersion;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.Selection;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPolicy;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Owner, group, all bits of the mode, access control lists and extended attributes survive whatever aml does to a file. */
class KeptAccessTest {
    private static final String PATTERNS = "debugger/patterns.json";
    private static final String LIST = "system.posix_acl_access";
    private static final String DEFAULT_LIST = "system.posix_acl_default";
    private static final int NOBODY = -1;
    private static final int FRIEND = 12_345;

    @TempDir
    private Path directory;

    private final Disk disk = new LocalDisk();
    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory)
                .put(
                        PATTERNS,
                        TestItem.pattern("a"),
                        TestItem.pattern("a"),
                        TestItem.pattern("old")
                                .with("evolution.created", "2019-01-01T00:00:00Z")
                                .with("evolution.lastUsed", "2020-01-01T00:00:00Z"))
                .put("debugger/notes/deep.bin", "unknown");
        store.age(PATTERNS, Duration.ofDays(40));
    }

    private Path file(String path) {
        return store.root().resolve(path);
    }

    /** A list in which a friend may read and write, and the owning group may do nothing. */
    private static String list() {
        ByteBuffer list = ByteBuffer.allocate(4 + 5 * 8).order(ByteOrder.LITTLE_ENDIAN);
        list.putInt(2);
        entry(list, 0x01, 6, NOBODY);
        entry(list, 0x02, 6, FRIEND);
        entry(list, 0x04, 0, NOBODY);
        entry(list, 0x10, 6, NOBODY);
        entry(list, 0x20, 0, NOBODY);
        return Base64.getEncoder().encodeToString(list.array());
    }

    private static void entry(ByteBuffer list, int tag, int rights, int id) {
        list.putShort((short) tag).putShort((short) rights).putInt(id);
    }

    /** Sets the attributes of a file by recreating it, because a disk only sets them on creation. */
    private void give(String path, SortedMap<String, String> attributes) throws IOException {
        Path target = file(path);
        byte[] content = Files.readAllBytes(target);
        var time = Files.getLastModifiedTime(target);
        Access access = disk.wholeAccess(target).withAttributes(attributes);
        Files.delete(target);
        try (var out = disk.create(target, access)) {
            out.write(content, 0, content.length);
        } catch (FileSystemException e) {
            abort("no access control lists here: " + e.getMessage());
        }
        Files.setLastModifiedTime(target, time);
    }

    private void giveList(String path) throws IOException {
        give(path, new TreeMap<>(Map.of(LIST, list(), "user.origin", "aW1wb3J0")));
        Files.setAttribute(file(path), "unix:mode", 0660);
    }

    private String look(Path path) throws IOException {
        Access access = disk.wholeAccess(path);
        return Files.getAttribute(path, "unix:mode") + " " + access.owner() + " " + access.group() + " "
                + access.attributes();
    }

    /** Removes the duplicate. */
    private Report rewrite() throws IOException {
        return store.run(open -> new GarbageCollector(GcPolicy.DEFAULT, store.now()).plan(open, Selection.ALL));
    }

    @Test
    void rewrite_keepsListAndAttributes_andTheGroupGainsNothing() throws IOException {
        giveList(PATTERNS);
        String before = look(file(PATTERNS));

        rewrite();

        assertThat(store.ids(PATTERNS)).hasSize(2);
        assertThat(look(file(PATTERNS))).isEqualTo(before).contains(list(), "user.origin");
    }

    @Test
    void compression_keepsThem() throws IOException {
        store.put(
                PATTERNS, TestItem.pattern("a").padded(3), TestItem.pattern("b").padded(90));
        store.age(PATTERNS, Duration.ofDays(40));
        giveList(PATTERNS);
        String before = look(file(PATTERNS));

        store.run(open -> new Compressor(CompressPolicy.DEFAULT, store.now()).compress(open, Selection.ALL));

        assertThat(store.isGzip(PATTERNS)).isTrue();
        assertThat(look(file(PATTERNS))).isEqualTo(before);
    }

    @Test
    void undo_keepsThem() throws IOException {
        giveList(PATTERNS);
        String before = look(file(PATTERNS));
        String run = rewrite().run();

        store.undo(run);

        assertThat(store.ids(PATTERNS)).hasSize(3);
        assertThat(look(file(PATTERNS))).isEqualTo(before);
    }

    @Test
    void restoreElsewhere_givesThemBack() throws IOException {
        giveList(PATTERNS);
        giveList("debugger/notes/deep.bin");
        Snapshot snapshot = store.snapshot();

        Path restored = store.restored(snapshot.manifest().id());

        assertThat(look(restored.resolve(PATTERNS))).isEqualTo(look(file(PATTERNS)));
        assertThat(look(restored.resolve("debugger/notes/deep.bin"))).isEqualTo(look(file("debugger/notes/deep.bin")));
    }

    @Test
    void restoreInPlace_givesBackAListThatWasTakenAway() throws IOException {
        giveList(PATTERNS);
        String before = look(file(PATTERNS));
        String snapshot = store.snapshot().manifest().id();
        give(PATTERNS, new TreeMap<>());
        assertThat(look(file(PATTERNS))).isNotEqualTo(before);

        restore(snapshot);

        assertThat(look(file(PATTERNS))).isEqualTo(before);
    }

    @Test
    void restoreInPlace_ofAFileThatIsGone_givesItBackWithItsList() throws IOException {
        giveList(PATTERNS);
        String before = look(file(PATTERNS));
        String snapshot = store.snapshot().manifest().id();
        Files.delete(file(PATTERNS));

        restore(snapshot);

        assertThat(look(file(PATTERNS))).isEqualTo(before);
    }

    @Test
    void migration_upAndDown_keepsThem() throws IOException {
        giveList(PATTERNS);
        String before = look(file(PATTERNS));

        for (SchemaVersion version : List.of(SchemaVersion.V2_0_0, SchemaVersion.V1_0_0)) {
            Report migrated = store.run(open -> new Migrator(MigratePolicy.to(version), store.now()).plan(open));

            assertThat(migrated.transformed()).as("to %s", version).isPositive();
            assertThat(look(file(PATTERNS))).as("to %s", version).isEqualTo(before);
        }
    }

    @Test
    void repair_keepsThem_andSoDoesItsUndo() throws IOException {
        store.put(PATTERNS, "[" + TestItem.pattern("a") + ", {\"id\": \"half").age(PATTERNS, Duration.ofDays(1));
        giveList(PATTERNS);
        String before = look(file(PATTERNS));

        Report repaired = store.run(
                open -> new GarbageCollector(GcPolicy.DEFAULT.withRepair(true), store.now()).plan(open, Selection.ALL));

        assertThat(store.ids(PATTERNS)).containsExactly("a");
        assertThat(look(file(PATTERNS))).isEqualTo(before);
        store.undo(repaired.run());
        assertThat(store.text(PATTERNS)).endsWith("half");
        assertThat(look(file(PATTERNS))).isEqualTo(before);
    }

    @Test
    void completion_keepsThem() throws IOException {
        store.put(PATTERNS, "[{\"name\": \"Retry\", \"advice\": \"wait\"}]");
        giveList(PATTERNS);
        String before = look(file(PATTERNS));

        rewrite();

        assertThat(store.text(PATTERNS)).contains("\"timestamp\"");
        assertThat(look(file(PATTERNS))).isEqualTo(before);
    }

    @Test
    void adoptionOfASuffixedFile_keepsThem() throws IOException {
        Files.delete(file(PATTERNS));
        store.putGzip("debugger/patterns.json.gz", TestItem.pattern("a"));
        giveList("debugger/patterns.json.gz");
        String before = look(file("debugger/patterns.json.gz"));

        rewrite();

        assertThat(store.has("debugger/patterns.json.gz")).isFalse();
        assertThat(look(file(PATTERNS))).isEqualTo(before);
    }

    /** A file system that keeps neither lists nor attributes. */
    private Disk withoutLists() {
        return (Disk) Proxy.newProxyInstance(
                KeptAccessTest.class.getClassLoader(), new Class<?>[] {Disk.class}, (_, method, arguments) -> {
                    boolean isGiven = method.getName().startsWith("create")
                            && arguments.length > 1
                            && arguments[1] instanceof Access access
                            && access.attributes() != null
                            && !access.attributes().isEmpty();
                    if (isGiven) {
                        throw new FileSystemException(String.valueOf(arguments[0]), null, "Operation not supported");
                    }
                    try {
                        return method.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void restoreInPlace_ofAFileThatIsGone_whereNoListsAreKept_narrowsIt_andSaysSo() throws IOException {
        giveList(PATTERNS);
        String snapshot = store.snapshot().manifest().id();
        Files.delete(file(PATTERNS));
        store.on(withoutLists());

        Report restored = restore(snapshot);

        assertThat(restored.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(restored.findings())
                .anyMatch(finding ->
                        finding.where().equals(PATTERNS) && finding.what().contains("without its access control list"));
        assertThat(store.ids(PATTERNS)).contains("a", "old");
        assertThat((Integer) Files.getAttribute(file(PATTERNS), "unix:mode") & 0077)
                .as("the list gave the group nothing")
                .isZero();
    }

    @Test
    void rewrite_whereNoListsAreKept_leavesTheFileAlone_andSaysSo() throws IOException {
        giveList(PATTERNS);
        String before = look(file(PATTERNS));
        store.on(withoutLists());

        Report rewritten = rewrite();

        assertThat(rewritten.findings()).anyMatch(Finding::isProblem);
        assertThat(look(file(PATTERNS))).isEqualTo(before);
        assertThat(store.ids(PATTERNS)).hasSize(3);
    }

    private Report restore(String snapshot) throws IOException {
        try (Backup backup = store.backups();
                var open = store.open()) {
            return store.execution(open)
                    .execute(
                            StoreRestore.plan(
                                    open,
                                    backup.repository(),
                                    new Snapshots(backup.repository()).byId(snapshot),
                                    RestoreSelection.EVERYTHING,
                                    (_, _, _) -> {}),
                            Execution.Options.DEFAULT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {02770, 01777, 03775, 02750, 0700})
    void bitsOfFolders_comeBack(int mode) throws IOException {
        Files.setAttribute(file("debugger"), "unix:mode", mode);
        Snapshot snapshot = store.snapshot();

        Path restored = store.restored(snapshot.manifest().id());

        assertThat((Integer) Files.getAttribute(restored.resolve("debugger"), "unix:mode") & 07777)
                .isEqualTo(mode);
    }

    @ParameterizedTest
    @ValueSource(ints = {02640, 04700, 06755, 0600})
    void bitsOfFiles_surviveRewriteAndRestore(int mode) throws IOException {
        Files.setAttribute(file(PATTERNS), "unix:mode", mode);
        String snapshot = store.snapshot().manifest().id();

        rewrite();

        assertThat((Integer) Files.getAttribute(file(PATTERNS), "unix:mode") & 07777)
                .isEqualTo(mode);
        assertThat((Integer) Files.getAttribute(store.restored(snapshot).resolve(PATTERNS), "unix:mode") & 07777)
                .isEqualTo(mode);
    }

    @Test
    void changeOfAListAlone_isInTheNextSnapshot_withoutData() throws IOException {
        store.snapshot();
        TestStore.passTick();
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(file(PATTERNS), UserDefinedFileAttributeView.class);
        try {
            view.write("origin", UTF_8.encode("import"));
        } catch (FileSystemException e) {
            abort("no extended attributes here");
        }

        Snapshot second = store.snapshot();

        assertThat(second.isNew()).isTrue();
        assertThat(second.manifest().added()).isZero();
        assertThat(look(store.restored(second.manifest().id()).resolve(PATTERNS)))
                .contains("user.origin");
    }

    @Test
    void defaultListOfTheStore_opensNoFileThatHasNone() throws IOException {
        Files.setAttribute(file(PATTERNS), "unix:mode", 0640);
        Access root = disk.wholeAccess(store.root());
        Path other = directory.resolve("with-list");
        try {
            disk.createDirectory(other, root.withAttributes(new TreeMap<>(Map.of(DEFAULT_LIST, list()))));
        } catch (FileSystemException e) {
            abort("no access control lists here");
        }
        for (String name : List.of("debugger")) {
            Files.move(store.root().resolve(name), other.resolve(name));
        }
        Files.walk(store.root()).sorted(Comparator.reverseOrder()).forEach(path -> {
            if (!path.equals(store.root())) {
                path.toFile().delete();
            }
        });
        Files.delete(store.root());
        Files.move(other, store.root());

        rewrite();

        assertThat(store.ids(PATTERNS)).hasSize(2);
        assertThat(disk.wholeAccess(file(PATTERNS)).attributes()).isEmpty();
    }

    @Test
    void accessWithoutItsList_givesTheGroupNoMoreThanTheListDid() {
        Access access = new Access(
                PosixFilePermissions.fromString("rw-rw----"), null, null, 0, new TreeMap<>(Map.of(LIST, list())));

        assertThat(access.withoutAttributes().modeText()).isEqualTo("rw-------");
        assertThat(access.withoutAttributes().attributes()).isNull();
    }

    @Test
    void attributeOfTheSystem_isNotSetFromAForgedManifest() {
        Access forged = new Access(Set.of(), null, null, 0, new TreeMap<>(Map.of("security.capability", list())));

        Assertions.assertThatThrownBy(() -> disk.create(file("debugger/x"), forged))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("security.capability");
        assertThat(file("debugger/x")).doesNotExist();
    }
}
