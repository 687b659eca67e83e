package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.repository.GenerationLayout;
import loom.aml.backup.repository.LayoutSurvey;
import loom.aml.backup.repository.Manifest;
import loom.aml.storage.Lease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutSurveyTest {
    private static final String PATTERNS = "debugger/patterns.json";

    @TempDir
    private Path directory;

    /** The third snapshot builds on the second one, but needs only the item that both have. */
    @Test
    void contentThatOnlyOthersBuildOn_isDead_exceptForWhatTheyNeed() throws IOException {
        TestStore store = TestStore.in(directory);
        snapshotWith(store, "first version");
        snapshotWith(store, "a second version ".repeat(100));
        snapshotWith(store, "third version");
        assertThat(layout(store).deadBytes()).isZero();

        try (Backup backup = store.backups();
                Lease _ = backup.repository().lock(Duration.ofSeconds(1))) {
            backup.repository().delete(backup.repository().snapshots().get(1));
        }

        assertThat(layout(store).deadBytes()).isPositive();
    }

    private static void snapshotWith(TestStore store, String rationale) throws IOException {
        store.put(PATTERNS, TestItem.pattern("a"), TestItem.pattern("b").with("pattern.approach.rationale", rationale))
                .settled();
        store.snapshot();
    }

    private static GenerationLayout layout(TestStore store) throws IOException {
        try (Backup backup = store.backups()) {
            List<Manifest> manifests = new ArrayList<>(new Snapshots(backup.repository()).list());
            return LayoutSurvey.of(backup.repository(), manifests);
        }
    }
}
