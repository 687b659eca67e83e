package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.WatchedDisk;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repository.Manifest;
import loom.aml.io.LocalDisk;
import loom.aml.store.Finding;
import loom.aml.store.log.TimedId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the scheduled job: verified snapshots, weekly generations, and restore drills. */
class AutoBackupTest {
    @TempDir
    private Path directory;

    private TestStore store;
    private Vault vault;

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory)
                .put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"))
                .putGzip("debugger/solutions.json", TestItem.solution("c"))
                .put("notes.bin", new byte[300]);
        vault = new Vault(store);
    }

    private AutoBackup.Result auto(BackupPolicy policy) throws IOException {
        try (Backup backup = store.backups()) {
            AutoBackup.Result result = new AutoBackup(backup, policy)
                    .run(SnapshotRequest.DEFAULT, _ -> RotationPlan.Circumstances.at(store.now()));
            store.pass(Duration.ofSeconds(1));
            return result;
        }
    }

    private AutoBackup.Result auto() throws IOException {
        return auto(BackupPolicy.DEFAULT);
    }

    private void change() throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern("at " + store.now()), TestItem.pattern("b"));
    }

    @Test
    void auto_startsAGenerationEveryWeek() throws IOException {
        Instant began = store.now();
        StringBuilder kinds = new StringBuilder();
        for (int day = 0; day < 16; day++) {
            change();
            AutoBackup.Result result = auto();
            assertThat(result.isComplete()).isTrue();
            kinds.append(result.snapshot().manifest().isFull() ? 'F' : 'i');
            store.pass(Duration.between(store.now(), began.plus(Duration.ofDays(day + 1))));
        }
        assertThat(kinds).hasToString("FiiiiiiFiiiiiiFi");
    }

    @Test
    void auto_ofAnUnchangedStore_createsNothing_andVerifiesTheNewestSnapshot() throws IOException {
        AutoBackup.Result first = auto();
        AutoBackup.Result second = auto();

        assertThat(first.snapshot().isNew()).isTrue();
        assertThat(first.kept()).isEqualTo(1);
        assertThat(second.snapshot().isNew()).isFalse();
        assertThat(second.verification().snapshots())
                .containsExactly(first.snapshot().manifest().id());
        assertThat(second.verification().isSound()).isTrue();
    }

    @Test
    void auto_startsAGenerationAtOnce_ifTheNewestIsDamaged() throws IOException {
        auto();
        Path segment = vault.segments().getFirst();
        Vault.flip(segment, 30);

        AutoBackup.Result result = auto();

        assertThat(result.isComplete()).as("it is said").isFalse();
        assertThat(result.verification().findings()).isNotEmpty();
        assertThat(result.snapshot().manifest().isFull()).isTrue();
        assertThat(result.snapshot().isNew()).isTrue();
        assertThat(segment)
                .as("what is damaged is not removed before anybody has seen it")
                .exists();
        assertThat(result.kept())
                .as("the damaged one, what was made on it, and the full one")
                .isEqualTo(3);
        assertThat(FolderContents.at(store.restored(result.snapshot().manifest().id())))
                .isEqualTo(FolderContents.at(store.root()));
        assertThat(auto().isComplete()).as("and then all is well again").isTrue();
    }

    @Test
    void auto_afterAnIncrementOnDamage_startsAGeneration() throws IOException {
        auto();
        change();
        auto();
        for (Path segment : vault.segments()) {
            Vault.flip(segment, 30);
        }
        change();

        AutoBackup.Result result = auto();

        assertThat(result.snapshot().manifest().isFull()).isTrue();
        assertThat(FolderContents.at(store.restored(result.snapshot().manifest().id())))
                .isEqualTo(FolderContents.at(store.root()));
    }

    @Test
    void auto_withADamagedNewestManifest_continuesFromTheOneBefore() throws IOException {
        auto();
        change();
        Manifest second = auto().snapshot().manifest();
        Vault.flip(vault.manifest(second), 30);

        AutoBackup.Result result = auto();

        assertThat(result.snapshot().isNew()).isTrue();
        assertThat(FolderContents.at(store.restored(result.snapshot().manifest().id())))
                .isEqualTo(FolderContents.at(store.root()));
        assertThat(result.rotation().findings()).isNotEmpty();
    }

    @Test
    void auto_rotates() throws IOException {
        BackupPolicy policy =
                new BackupPolicy(Duration.ofDays(1), new RotationPolicy(2, 0, Duration.ofDays(30), 100, 0));
        for (int i = 0; i < 30; i++) {
            change();
            auto(policy);
            store.pass(Duration.ofHours(6));
        }
        AutoBackup.Result last = auto(policy);
        assertThat(last.kept()).isLessThanOrEqualTo(4);
        assertThat(vault.manifests()).hasSize(last.kept());
    }

    @Test
    void snapshotOfSomeAgents_doesNotReplaceOneOfTheWholeStore() throws IOException {
        store.snapshot(new SnapshotRequest(false, Set.of("debugger"), "", Optional.empty()));

        AutoBackup.Result result = auto();

        assertThat(result.snapshot().manifest().agents()).isEmpty();
        assertThat(FolderContents.at(store.restored(result.snapshot().manifest().id())))
                .isEqualTo(FolderContents.at(store.root()));
    }

    @Test
    void policy_decidesWhenAFullSnapshotIsDue() {
        String generation = TimedId.of(TestStore.NOW, new Random(1));
        BackupPolicy policy = BackupPolicy.DEFAULT;

        assertThat(policy.isFullDue(Optional.empty(), 0, TestStore.NOW)).isTrue();
        assertThat(policy.isFullDue(Optional.of("no id of ours"), 1, TestStore.NOW))
                .isTrue();
        assertThat(policy.isFullDue(Optional.of(generation), 1, TestStore.NOW)).isFalse();
        Instant due = TestStore.NOW.plus(Duration.ofDays(7));
        assertThat(policy.isFullDue(Optional.of(generation), 1, due.minusMillis(1)))
                .isFalse();
        assertThat(policy.isFullDue(Optional.of(generation), 1, due)).isTrue();
        assertThat(policy.isFullDue(Optional.of(generation), 1000, TestStore.NOW))
                .isFalse();
        assertThat(policy.isFullDue(Optional.of(generation), 1001, TestStore.NOW))
                .isTrue();
        assertThatThrownBy(() -> new BackupPolicy(Duration.ofDays(-1), RotationPolicy.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void clockThatWentBack_doesNotChangeTheOrder() throws IOException {
        Manifest first = store.snapshot().manifest();
        store.pass(Duration.ofHours(-5));
        change();

        Manifest second = store.snapshot().manifest();

        assertThat(second.id()).as("it says what the clock said").isLessThan(first.id());
        assertThat(second.name()).isGreaterThan(first.name());
        assertThat(second.parent()).contains(first.id());
        assertThat(FolderContents.at(store.restored(second.id()))).isEqualTo(FolderContents.at(store.root()));
    }

    private Drill.Result drill() throws IOException {
        try (Backup backup = store.backups()) {
            return new Drill(backup).run(new Snapshots(backup.repository()).latest(Set.of()));
        }
    }

    @Test
    void drill_restoresAndComparesEverything_andRemovesItsFolder() throws IOException {
        store.snapshot();
        var before = store.everything();

        Drill.Result result = drill();

        assertThat(result.isSound()).isTrue();
        assertThat(result.files()).isEqualTo(3);
        assertThat(result.items()).isEqualTo(3);
        assertThat(result.toJson().isTrue("sound")).isTrue();
        var after = store.everything();
        String folder = directory.relativize(store.logs()).toString();
        before.remove(folder);
        after.remove(folder);
        assertThat(after).as("but for the time of the folder").isEqualTo(before);
    }

    @Test
    void drill_findsDamage_andRemovesItsFolder() throws IOException {
        store.snapshot();
        Vault.flip(vault.segments().getFirst(), 30);

        Drill.Result result = drill();

        assertThat(result.isSound()).isFalse();
        assertThat(result.findings()).allMatch(Finding::isProblem);
        assertThat(result.files()).isLessThan(3);
        assertThat(store.logs().resolve("drill")).doesNotExist();
    }

    @Test
    void drill_detectsADiskThatLosesWrites() throws IOException {
        store.snapshot();
        Path restored = store.logs().resolve("drill/notes.bin");
        WatchedDisk disk = new WatchedDisk().beforeFirst("open", "drill/notes.bin", () -> {
            byte[] bytes = Files.readAllBytes(restored);
            bytes[7] = 1;
            Files.write(restored, bytes);
        });

        Drill.Result result = drill(disk);

        assertThat(result.isSound()).isFalse();
        assertThat(result.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.where()).isEqualTo("notes.bin");
            assertThat(finding.advice()).contains("disk");
        });
        assertThat(result.files()).isEqualTo(2);
    }

    private Drill.Result drill(WatchedDisk disk) throws IOException {
        store.on(disk.disk());
        try {
            return drill();
        } finally {
            store.on(new LocalDisk());
        }
    }

    @Test
    void drill_removesTheFolderOfACrashedOne() throws IOException {
        store.snapshot();
        Path left = store.logs().resolve("drill/deep/er");
        Files.createDirectories(left);
        Files.write(left.resolve("file"), new byte[] {1});
        Path outside = Files.writeString(directory.resolve("outside"), "stays");
        Files.createSymbolicLink(left.resolve("link"), outside);

        assertThat(drill().isSound()).isTrue();

        assertThat(store.logs().resolve("drill")).doesNotExist();
        assertThat(outside).hasContent("stays");
    }
}
