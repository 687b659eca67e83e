package loom.aml.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.Backup;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.monitor.BackupStatus;
import loom.aml.store.MemoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health reports what a restore would find, not what a record claims. */
class SnapshotCheckTest {
    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeBackup() throws IOException {
        store = TestStore.in(directory).put("debugger/patterns.json", TestItem.pattern("a"));
        create();
    }

    private void create() throws IOException {
        try (Backup backup = store.backups()) {
            new BackupRuns(backup, new Random(1)).create(SnapshotRequest.DEFAULT);
        }
        store.pass(Duration.ofMinutes(1));
    }

    private BackupStatus status() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return BackupHealth.of(open, store.now());
        }
    }

    private List<Path> files(String end) throws IOException {
        try (Stream<Path> paths = Files.walk(store.logs().resolve("generations"))) {
            return paths.filter(path -> path.toString().endsWith(end)).sorted().toList();
        }
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void intactBackup_isConfirmed() throws IOException {
        assertThat(status().newestVerified()).contains(TestStore.NOW);
        assertThat(status().failure()).isEmpty();
    }

    @Test
    void damagedManifest_isReported() throws IOException {
        flip(files(".json.zst").getFirst());

        assertThat(status().newestVerified()).isEmpty();
        assertThat(status().failure()).hasValueSatisfying(why -> assertThat(why).contains("cannot be read"));
    }

    @Test
    void damagedSegment_isReported() throws IOException {
        flip(segment());

        assertThat(status().failure()).hasValueSatisfying(why -> assertThat(why).contains("segment"));
    }

    @Test
    void missingSegment_isReported() throws IOException {
        Files.delete(segment());

        assertThat(status().failure()).hasValueSatisfying(why -> assertThat(why).contains("is missing"));
    }

    @Test
    void truncatedSegment_isReported() throws IOException {
        Path segment = segment();
        Files.write(segment, Arrays.copyOf(Files.readAllBytes(segment), 20));

        assertThat(status().failure()).isPresent();
    }

    @Test
    void missingSnapshots_areReported() throws IOException {
        for (Path manifest : files(".json.zst")) {
            Files.delete(manifest);
        }

        assertThat(status().newestVerified()).isEmpty();
        assertThat(status().failure()).hasValueSatisfying(why -> assertThat(why).contains("no snapshot"));
    }

    @Test
    void olderSnapshot_replacesADamagedOne_andTheDamageIsReported() throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern("b"));
        create();
        flip(files(".json.zst").getLast());

        assertThat(status().newestVerified()).contains(TestStore.NOW);
        assertThat(status().failure()).isPresent();
    }

    private Path segment() throws IOException {
        return files(".zst").stream()
                .filter(path -> path.toString().contains("/segments/"))
                .findFirst()
                .orElseThrow();
    }
}
