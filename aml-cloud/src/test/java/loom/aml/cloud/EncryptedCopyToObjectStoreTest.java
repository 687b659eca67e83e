package loom.aml.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.copy.CopyReport;
import loom.aml.backup.copy.RepositoryCopy;
import loom.aml.cloud.encryption.TestKeys;
import loom.aml.io.LocalDisk;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.DerivedFolder;
import loom.aml.storage.EncryptedTarget;
import loom.aml.storage.Lease;
import loom.aml.storage.LeaseTerms;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.Unlocking;
import loom.aml.store.Workers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that are copied to an encrypted copy in a bucket: the requests are those of a plain copy. */
class EncryptedCopyToObjectStoreTest {
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

    private DerivedFolder cache() {
        return new DerivedFolder(new LocalDisk(), store.root(), "copies");
    }

    private Unlocking remembering() {
        return TestKeys.remembering(folder.resolve("state"), cache());
    }

    private BackupTarget copy() throws IOException {
        return TestKeys.copy(service.open(ObjectStoreTargetTest.QUICK), remembering());
    }

    private CopyReport copied() throws IOException {
        return new RepositoryCopy(LocalTarget.beside(new LocalDisk(), store.root()), copy(), new Workers(2))
                .run(Duration.ofSeconds(10));
    }

    @Test
    void unchangedBackups_takeTwoRequests_andAnIncrementAtMostEight() throws IOException {
        assertThat(copied().snapshots()).isEqualTo(1);

        service.work();
        assertThat(copied().objects()).isEmpty();
        assertThat(service.requests()).as("%s", service.requests()).hasSizeLessThanOrEqualTo(2);

        store.put(FILE, TestItem.pattern("a"), TestItem.pattern("b"), TestItem.pattern("c"))
                .settled();
        store.snapshot();
        service.work();
        CopyReport increment = copied();
        assertThat(increment.snapshots()).isEqualTo(1);
        assertThat(service.requests()).as("%s", service.requests()).hasSizeLessThanOrEqualTo(8);
        // Header, nonce, tag and name add less than 400 bytes to each object, and the lease and its release a few
        // hundred.
        assertThat(service.received())
                .isLessThan(
                        increment.bytes() * 21 / 20 + 400L * increment.objects().size() + 2_000);
    }

    /** Its key would have the same size, and be kept under the same name, if that did not contain the fingerprint. */
    @Test
    void copyThatWasReplaced_isNotWrittenWithItsFormerKey() throws IOException {
        copied();
        BackupTarget stored = service.open(ObjectStoreTargetTest.QUICK);
        stored.delete(stored.list("").stream().map(BackupTarget.Stored::name).toList());
        copied();
        assertThat(TestKeys.copy(stored, TestKeys.unlocking(TestKeys.MINE)).list(""))
                .as("begun again here, read elsewhere")
                .isNotEmpty()
                .allMatch(BackupTarget.Stored::isObject);

        stored.delete(stored.list("").stream().map(BackupTarget.Stored::name).toList());
        new RepositoryCopy(
                        LocalTarget.beside(new LocalDisk(), store.root()),
                        TestKeys.copy(stored, TestKeys.unlocking(TestKeys.MINE)),
                        new Workers(2))
                .run(Duration.ofSeconds(10));
        assertThatThrownBy(this::copied).hasMessageContaining("has another key than before");
        EncryptedTarget replaced = TestKeys.AGE.open(stored, remembering());
        assertThat(replaced.accept(replaced.keys().getFirst().fingerprint())).isTrue();
        assertThat(copied().objects()).isEmpty();
        service.work();
        assertThat(copied().objects()).isEmpty();
        assertThat(service.requests()).as("the new key is kept").hasSize(2);
        assertThat(copy().exists("repository.json")).as("without a listing").isTrue();
    }

    @Test
    void keyThatIsRotatedBetweenListingAndLease_isNotWrittenWith() throws IOException {
        copied();
        BackupTarget late = copy();
        assertThat(late.list("")).isNotEmpty();
        EncryptedTarget rotating = TestKeys.AGE.open(service.open(ObjectStoreTargetTest.QUICK), remembering());
        EncryptedTarget.Rotation rotation = rotating.rotate();
        for (BackupTarget.Stored object : rotation.left()) {
            rotation.reencrypt(object);
        }
        assertThat(rotation.finish()).isEmpty();

        try (Lease _ = late.lease(BackupTarget.WRITER, LeaseTerms.of("test", Duration.ZERO));
                BackupTarget.Upload upload = late.upload("runs/late.jsonl")) {
            upload.publish("runs/late.jsonl");
        }

        assertThat(copy().list("runs/")).containsExactly(new BackupTarget.Stored("runs/late.jsonl", 0));
        assertThat(copy().list("")).allMatch(BackupTarget.Stored::isObject);
        assertThat(copied().objects()).isEmpty();
    }
}
