package loom.aml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.backup.restore.StoreRestore;
import loom.aml.index.MemorySearch;
import loom.aml.index.StoreIndex;
import loom.aml.index.UpdateResult;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.io.FileState;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKind;
import loom.aml.recall.Recall;
import loom.aml.recall.RecallPolicy;
import loom.aml.recall.RecalledItem;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreChange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An edit in place that keeps size and time of modification shows in the time of change alone, which no program can set. */
class KeptTimesTest {
    private static final String PATTERNS = "debugger/patterns.json";
    private static final Duration WAIT = Duration.ofMillis(100);

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() throws Exception {
        store = TestStore.in(directory)
                .put(PATTERNS, TestItem.pattern("a"), TestItem.pattern("b"))
                .putGzip("debugger/solutions.json", TestItem.solution("c"))
                .put("reviewer/notes/deep.bin", "unknown")
                .put("config.json", "{\"a\": \"debugger\"}");
        for (String path : List.of(PATTERNS, "debugger/solutions.json", "reviewer/notes/deep.bin", "config.json")) {
            store.age(path, Duration.ofDays(3));
        }
        TestStore.passTick();
    }

    /** Writes one byte of a file in place, and sets its time of modification back. */
    private void edit(String path, long at, int value) throws IOException {
        Path file = store.root().resolve(path);
        FileTime time = Files.getLastModifiedTime(file);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            bytes.write(value);
        }
        Files.setLastModifiedTime(file, time);
    }

    private void editWord(String path, String word) throws IOException {
        edit(path, store.text(path).indexOf(word), 'q');
    }

    @ParameterizedTest
    @ValueSource(strings = {PATTERNS, "debugger/solutions.json", "reviewer/notes/deep.bin", "config.json"})
    void backup_storesTheEdit(String path) throws IOException {
        store.snapshot();
        edit(path, store.size(path) - 2, 'x');

        Snapshot second = store.snapshot();

        assertThat(second.isNew()).isTrue();
        assertThat(store.restored(second.manifest().id()).resolve(path)).hasBinaryContent(store.bytes(path));
    }

    @Test
    void backup_ofFileWhoseOnlyModeChanged_addsNoData() throws IOException {
        store.snapshot();
        Files.setPosixFilePermissions(store.root().resolve(PATTERNS), PosixFilePermissions.fromString("rw-------"));

        Snapshot second = store.snapshot();

        assertThat(second.isNew()).isTrue();
        assertThat(second.manifest().added()).isZero();
    }

    @Test
    void backup_ofFileThatOnlyGainedALink_writesNothing() throws IOException {
        store.snapshot();
        Files.createLink(directory.resolve("rsnapshot"), store.root().resolve(PATTERNS));

        assertThat(store.snapshot().isNew()).isFalse();
    }

    @Test
    void backup_afterASnapshotOfAnEarlierVersion_readsTheFilesOnceMore() throws IOException {
        Snapshot first = store.snapshot();
        FileEntry known = first.manifest().files().stream()
                .filter(file -> file.path().equals(PATTERNS))
                .findFirst()
                .orElseThrow();
        var state = new LocalDisk().state(store.root().resolve(PATTERNS));

        assertThat(known.isOf(state)).isTrue();
        assertThat(known.isOf(new FileState(state.type(), state.size(), state.modified(), state.key())))
                .as("a state without the time of change")
                .isFalse();
    }

    @Test
    void restore_noticesAFileThatRotted() throws IOException {
        byte[] sound = store.bytes(PATTERNS);
        String snapshot = store.snapshot().manifest().id();
        edit(PATTERNS, sound.length / 2, sound[sound.length / 2] ^ 0x80);

        try (Backup backup = store.backups();
                MemoryStore open = store.openReadOnly()) {
            var plan = StoreRestore.plan(
                    open,
                    backup.repository(),
                    new Snapshots(backup.repository()).byId(snapshot),
                    RestoreSelection.EVERYTHING,
                    (_, _, _) -> {});
            assertThat(plan.changes().changes()).extracting(StoreChange::path).containsExactly(PATTERNS);
        }
    }

    @Test
    void search_findsTheEditedWord() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            new StoreIndex(open).update(WAIT);
        }
        assertThat(found("qetry")).isZero();
        editWord(PATTERNS, "retry");

        assertThat(found("qetry")).isEqualTo(1);
    }

    private long found(String query) throws IOException {
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, WAIT)) {
            search.refresh();
            return search.search(SearchRequest.of(QueryParser.parse(query, TestStore.NOW)))
                    .total();
        }
    }

    @Test
    void index_thatIsAskedForAfterTheEdit_isBroughtUpToDate() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            new StoreIndex(open).update(WAIT);
            new StoreIndex(open).update(WAIT);
        }
        editWord(PATTERNS, "retry");

        try (MemoryStore open = store.openReadOnly()) {
            assertThat(new StoreIndex(open).update(WAIT).kind()).isEqualTo(UpdateResult.Kind.UPDATED);
        }
    }

    @Test
    void recall_givesTheEditedItem() throws Exception {
        try (Recall recall = Recall.open(store.root())) {
            assertThat(text(recall)).contains("retry");
            editWord(PATTERNS, "retry");
            Thread.sleep(RecallPolicy.DEFAULT.noticedWithin().plusMillis(10));

            assertThat(text(recall)).contains("qetry");
        }
    }

    private static String text(Recall recall) throws IOException {
        return recall.get("debugger", ItemKind.PATTERN, "a")
                .map(RecalledItem::text)
                .orElse("none");
    }

    @Test
    void snapshotOfOneAgent_storesTheEdit() throws IOException {
        SnapshotRequest request = new SnapshotRequest(false, Set.of("debugger"), "", Optional.empty());
        store.snapshot(request);
        editWord(PATTERNS, "retry");

        Snapshot second = store.snapshot(request);

        assertThat(second.isNew()).isTrue();
        assertThat(Files.readAllBytes(store.restored(second.manifest().id()).resolve(PATTERNS)))
                .asString(UTF_8)
                .contains("qetry");
    }
}
