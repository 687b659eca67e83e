package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.restore.SnapshotFile;
import loom.aml.io.DamagedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests whether a file can be restored, determined without reading it. */
class SnapshotFileTest {
    private static final String PATH = "debugger/patterns.json";

    @TempDir
    private Path directory;

    private TestStore store;
    private Manifest manifest;

    @BeforeEach
    void makeSnapshots() throws IOException {
        store = TestStore.in(directory);
        store.put(PATH, TestItem.pattern("p-1"), TestItem.pattern("p-2"));
        store.snapshot(SnapshotRequest.DEFAULT);
        store.put(PATH, TestItem.pattern("p-1"), TestItem.pattern("p-2"), TestItem.pattern("p-3"));
        manifest = store.snapshot(SnapshotRequest.DEFAULT).manifest();
    }

    private boolean isIntact() throws IOException {
        try (Backup backup = store.backups()) {
            return new SnapshotFile(
                            backup.repository(), manifest, manifest.file(PATH).orElseThrow())
                    .isIntact();
        } catch (DamagedException e) {
            return false;
        }
    }

    @Test
    void isIntact_ifEverySegmentIsUnchanged() throws IOException {
        assertThat(manifest.segments()).hasSize(2);
        assertThat(isIntact()).isTrue();
    }

    @Test
    void isIntact_isFalse_afterAnyFlippedBitOfASegment() throws IOException {
        for (Path segment : new Vault(store).segments()) {
            byte[] bytes = Files.readAllBytes(segment);
            for (int at = 0; at < bytes.length; at += 7) {
                Vault.flip(segment, at);
                assertThat(isIntact()).as("%s, byte %d", segment, at).isFalse();
                Files.write(segment, bytes);
            }
        }
        assertThat(isIntact()).isTrue();
    }

    @Test
    void isIntact_isFalse_withoutASegmentOfThePreviousVersion() throws IOException {
        Files.delete(new Vault(store).segments().getFirst());
        assertThat(isIntact()).isFalse();
    }
}
