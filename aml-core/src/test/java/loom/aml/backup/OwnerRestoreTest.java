package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.backup.restore.StoreRestore;
import loom.aml.run.Report;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore by root preserves owners: a store restored by a cron job still belongs to its user. */
class OwnerRestoreTest {
    private static final List<String> PATHS =
            List.of("debugger", "debugger/patterns.json", "debugger/notes", "debugger/notes/deep.bin", "config.json");

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files to others");
        store = TestStore.in(directory)
                .put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"))
                .put("debugger/notes/deep.bin", new byte[] {1})
                .put("config.json", "{}");
        int id = 54_321;
        for (String path : PATHS) {
            give(path, id, id + 100);
            id++;
        }
    }

    private void give(String path, int user, int group) throws IOException {
        Files.setAttribute(store.root().resolve(path), "unix:uid", user);
        Files.setAttribute(store.root().resolve(path), "unix:gid", group);
    }

    private static Map<String, String> ownersIn(Path root) throws IOException {
        Map<String, String> owners = new TreeMap<>();
        for (String path : PATHS) {
            Path file = root.resolve(path);
            owners.put(path, Files.getAttribute(file, "unix:uid") + ":" + Files.getAttribute(file, "unix:gid"));
        }
        return owners;
    }

    @Test
    void restore_intoAFolder_preservesEveryOwner() throws IOException {
        Snapshot snapshot = store.snapshot();

        assertThat(ownersIn(store.restored(snapshot.manifest().id()))).isEqualTo(ownersIn(store.root()));
    }

    @Test
    void restore_intoTheStore_preservesTheOwnersOfFiles() throws IOException {
        Map<String, String> before = ownersIn(store.root());
        Snapshot snapshot = store.snapshot();
        give("debugger/patterns.json", 0, 0);
        store.put("config.json", "{\"changed\": true}");
        give("config.json", 0, 0);

        try (Backup backup = store.backups()) {
            Report report = store.run(open -> StoreRestore.plan(
                    open,
                    backup.repository(),
                    snapshot.manifest(),
                    new RestoreSelection(Set.of(), false),
                    (_, _, _) -> {}));
            assertThat(report.outcome()).as(report.findings().toString()).isEqualTo(Report.Outcome.DONE);
        }

        assertThat(ownersIn(store.root())).isEqualTo(before);
    }

    @Test
    void create_afterTheOwnerOfAFileChanged_savesThat() throws IOException {
        store.snapshot();
        give("config.json", 11_111, 22_222);

        Snapshot second = store.snapshot();

        assertThat(second.isNew()).isTrue();
        assertThat(ownersIn(store.restored(second.manifest().id()))).isEqualTo(ownersIn(store.root()));
    }
}
