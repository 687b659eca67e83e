package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.storage.Lease;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots are ordered by creation, regardless of the clock. */
class SnapshotOrderTest {
    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir
    private Path directory;

    private TestStore store;
    private int changes;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    private Manifest snapshot(SnapshotRequest request) throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern("a" + changes++));
        return store.snapshot(request).manifest();
    }

    private Manifest snapshot() throws IOException {
        return snapshot(SnapshotRequest.DEFAULT);
    }

    private List<String> ids() throws IOException {
        try (Backup backup = store.backups()) {
            return backup.repository().snapshots().stream()
                    .map(SnapshotName::id)
                    .toList();
        }
    }

    private String latest() throws IOException {
        try (Backup backup = store.backups()) {
            return new Snapshots(backup.repository()).latest(Set.of()).id();
        }
    }

    @Test
    void latest_isTheLastCreated_afterAClockThatWasAYearAhead() throws IOException {
        store.pass(YEAR);
        Manifest ahead = snapshot();
        store.pass(YEAR.negated());
        Manifest last = snapshot();

        assertThat(latest()).isEqualTo(last.id());
        assertThat(last.parent()).contains(ahead.id());
        assertThat(last.time()).as("it says what the clock said").isBefore(ahead.time());
        assertThat(store.restored(last.id())).isDirectoryRecursivelyContaining("glob:**/patterns.json");
    }

    @Test
    void latest_isTheLastCreated_afterAClockThatWentBackAYear() throws IOException {
        Manifest first = snapshot();
        store.pass(YEAR.negated());
        Manifest last = snapshot(SnapshotRequest.DEFAULT.full());

        assertThat(latest()).isEqualTo(last.id());
        assertThat(ids()).containsExactly(first.id(), last.id());
    }

    @Test
    void snapshots_withinOneMillisecond_areInOrderOfCreation() throws IOException {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            made.add(snapshot().id());
            store.pass(Duration.ofSeconds(-1));
        }

        assertThat(ids()).isEqualTo(made).doesNotHaveDuplicates();
    }

    @Test
    void generations_areInOrderOfCreation() throws IOException {
        List<String> made = new ArrayList<>();
        for (int day : new int[] {0, 400, -800, 3, -1}) {
            store.pass(Duration.ofDays(day));
            made.add(snapshot(SnapshotRequest.DEFAULT.full()).id());
            made.add(snapshot().id());
        }

        assertThat(ids()).isEqualTo(made);
        for (String id : made) {
            assertThat(store.restored(id)).isNotEmptyDirectory();
        }
    }

    @Test
    void snapshotOfAnEarlierVersion_isBeforeAllNumberedOnes_andCanBeRestored() throws IOException {
        store.pass(YEAR);
        Manifest numbered = snapshot();
        SnapshotName name = new SnapshotName(numbered.name().generation(), numbered.id(), 0);
        try (Backup backup = store.backups();
                Lease _ = backup.repository().lock(Duration.ZERO)) {
            backup.repository()
                    .publish(new Manifest(
                            name,
                            numbered.time(),
                            numbered.parent(),
                            numbered.description(),
                            numbered.run(),
                            numbered.agents(),
                            numbered.folders(),
                            numbered.files(),
                            numbered.segments(),
                            numbered.leftOut(),
                            numbered.added()));
            backup.repository().delete(numbered.name());
        }
        store.pass(YEAR.negated());
        Manifest last = snapshot();

        assertThat(ids()).containsExactly(numbered.id(), last.id());
        assertThat(last.name().sequence()).isEqualTo(1);
        assertThat(last.parent()).contains(numbered.id());
        assertThat(store.restored(numbered.id())).isNotEmptyDirectory();
    }

    @Test
    void manifestUnderAnotherNumber_isDamaged() throws IOException {
        Manifest made = snapshot();
        try (Backup backup = store.backups();
                Lease _ = backup.repository().lock(Duration.ZERO)) {
            Path manifest = store.logs().resolve(made.name().object());
            Path other = store.logs().resolve(new SnapshotName(made.name().generation(), made.id(), 7).object());
            Files.move(manifest, other);
            Snapshots snapshots = new Snapshots(backup.repository());

            assertThat(snapshots.list()).isEmpty();
            assertThat(snapshots.findings()).hasSize(1);
        }
    }
}
