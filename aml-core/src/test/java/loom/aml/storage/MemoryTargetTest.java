package loom.aml.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.Backup;
import loom.aml.backup.FolderContents;
import loom.aml.backup.Verifier;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.restore.FolderRestore;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.io.LocalDisk;
import loom.aml.store.StoreOptions;
import loom.aml.store.StorePaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the contract on a target that is not a directory. */
class MemoryTargetTest extends BackupTargetContract {
    private final MemoryTarget target = new MemoryTarget();

    @Override
    protected BackupTarget target() {
        return target;
    }

    @Override
    protected BackupTarget sameTarget() {
        return target;
    }

    @Test
    void backups_workWithoutADirectory(@TempDir Path directory) throws IOException {
        TestStore store = TestStore.in(directory)
                .put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"))
                .putGzip("debugger/solutions.json", TestItem.solution("c"));
        StorePaths place = StorePaths.of(new LocalDisk(), store.root(), StoreOptions.DEFAULT);
        try (Backup backup = Backup.at(place, target, new Random(1), _ -> {})) {
            Snapshot first = backup.create(SnapshotRequest.DEFAULT);
            var before = FolderContents.at(store.root());
            store.put("debugger/patterns.json", TestItem.pattern("b"));
            Snapshot second = backup.create(SnapshotRequest.DEFAULT);
            assertThat(new Verifier(backup.repository(), 2).verifyAll().isSound())
                    .isTrue();
            FolderRestore restore = new FolderRestore(new LocalDisk(), backup.repository(), 2);
            restore.restore(first.manifest(), RestoreSelection.EVERYTHING, directory.resolve("first"));
            restore.restore(second.manifest(), RestoreSelection.EVERYTHING, directory.resolve("second"));
            assertThat(FolderContents.at(directory.resolve("first"))).isEqualTo(before);
            assertThat(FolderContents.at(directory.resolve("second"))).isEqualTo(FolderContents.at(store.root()));
        }
        assertThat(store.logs()).doesNotExist();
    }
}
