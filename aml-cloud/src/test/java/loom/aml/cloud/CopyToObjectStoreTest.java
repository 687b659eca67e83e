package loom.aml.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.Verifier;
import loom.aml.backup.copy.CopyReport;
import loom.aml.backup.copy.RepositoryCopy;
import loom.aml.backup.restore.FolderRestore;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.io.LocalDisk;
import loom.aml.storage.LocalTarget;
import loom.aml.store.Workers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that are copied to a bucket: the requests of a copy, and the restore from it. */
class CopyToObjectStoreTest {
    private static final String FILE = "debugger/patterns.json";

    @TempDir
    private Path folder;

    private TestService service;
    private TestStore store;

    @BeforeEach
    void start() throws Exception {
        service = new TestService(Files.createDirectory(folder.resolve("service")));
        store = TestStore.in(folder.resolve("work"))
                .put(FILE, TestItem.pattern("a"), TestItem.pattern("b"))
                .settled();
        store.snapshot();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    private CopyReport copied() throws IOException {
        return new RepositoryCopy(
                        LocalTarget.beside(new LocalDisk(), store.root()),
                        service.open(ObjectStoreTargetTest.QUICK),
                        new Workers(2))
                .run(Duration.ofSeconds(10));
    }

    @Test
    void unchangedBackups_takeTwoRequests_andAnIncrementAtMostEight() throws IOException {
        assertThat(copied().snapshots()).isEqualTo(1);

        service.work();
        assertThat(copied().objects()).isEmpty();
        assertThat(service.requests()).hasSizeLessThanOrEqualTo(2);

        store.put(FILE, TestItem.pattern("a"), TestItem.pattern("b"), TestItem.pattern("c"))
                .settled();
        store.snapshot();
        service.work();
        CopyReport increment = copied();
        assertThat(increment.snapshots()).isEqualTo(1);
        assertThat(service.requests()).as("%s", service.requests()).hasSizeLessThanOrEqualTo(8);
        // The lease and its release add a few hundred bytes.
        assertThat(service.received()).isLessThan(increment.bytes() * 21 / 20 + 2_000);
    }

    @Test
    void copy_isVerifiedAndRestored() throws IOException {
        byte[] content = store.bytes(FILE);
        copied();
        Path restored = folder.resolve("restored");

        try (Backup beside = store.backups();
                Backup copy =
                        Backup.at(beside.store(), service.open(ObjectStoreTargetTest.QUICK), new SplittableRandom(1))) {
            assertThat(new Verifier(copy.repository(), 2).verifyAll().isSound()).isTrue();
            FolderRestore.Result result = new FolderRestore(new LocalDisk(), copy.repository(), 2)
                    .restore(new Snapshots(copy.repository()).list().getLast(), RestoreSelection.EVERYTHING, restored);
            assertThat(result.findings()).isEmpty();
        }

        assertThat(restored.resolve(FILE)).hasBinaryContent(content);
    }
}
