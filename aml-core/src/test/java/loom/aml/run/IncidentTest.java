package loom.aml.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.AutoBackup;
import loom.aml.backup.Backup;
import loom.aml.backup.BackupPolicy;
import loom.aml.backup.RotationPolicy;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.store.ClockVerdict;
import loom.aml.store.Finding;
import loom.aml.store.Selection;
import loom.aml.store.log.Incident;
import loom.aml.store.log.LogFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which losses of items count as incidents. */
class IncidentTest {
    private static final BackupPolicy KEEPING_ONE =
            new BackupPolicy(Duration.ofDays(7), RotationPolicy.DEFAULT.withMaxCount(1));

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory);
        store.put("debugger/patterns.json", patterns("a", 6));
        store.put("reviewer/patterns.json", patterns("b", 4));
        assertThat(auto().isComplete()).isTrue();
    }

    private static TestItem[] patterns(String name, int count) {
        TestItem[] items = new TestItem[count];
        for (int i = 0; i < count; i++) {
            items[i] = TestItem.pattern(name + i);
        }
        return items;
    }

    private AutoBackup.Result auto() throws IOException {
        store.pass(Duration.ofDays(1));
        try (Backup backup = store.backups()) {
            return new BackupRuns(backup, new Random(store.now().getEpochSecond()))
                    .auto(KEEPING_ONE, SnapshotRequest.DEFAULT, ClockVerdict.trusting(store.now()));
        }
    }

    private Optional<Incident> incident() throws IOException {
        try (var open = store.openReadOnly()) {
            return LogFolder.of(open.place()).incident();
        }
    }

    private void acknowledge(long items) throws IOException {
        try (Backup backup = store.backups()) {
            new BackupRuns(backup, new Random(1)).acknowledge(items);
        }
    }

    private void empty() throws IOException {
        for (String agent : new String[] {"debugger", "reviewer"}) {
            try (Stream<Path> files = Files.walk(store.root().resolve(agent))) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void emptyMountPoint_isAnIncident_andKeepsAllSnapshots_untilAcknowledged() throws IOException {
        String full;
        try (Backup backup = store.backups()) {
            full = backup.repository().snapshots().getFirst().id();
        }
        empty();

        for (int day = 0; day < 40; day++) {
            store.put("global/day.json", "{\"day\":" + day + "}");
            assertThat(auto().isComplete()).isFalse();
        }

        assertThat(incident()).hasValueSatisfying(found -> {
            assertThat(found.before()).isEqualTo(10);
            assertThat(found.now()).isZero();
            assertThat(found.snapshot()).isEqualTo(full);
        });
        assertThat(Files.exists(store.restored(full).resolve("debugger/patterns.json")))
                .isTrue();

        acknowledge(0);
        assertThat(incident()).isEmpty();
        AutoBackup.Result after = auto();
        assertThat(after.isComplete()).isTrue();
        assertThat(after.rotation().snapshots()).as("rotation continues").isNotEmpty();
    }

    @Test
    void moreThanHalfRemovedByHand_isAnIncident() throws IOException {
        store.put("debugger/patterns.json", patterns("a", 0));

        assertThat(auto().isComplete()).isFalse();
        assertThat(incident().orElseThrow().words()).contains("has 4 items instead of 10");
    }

    @Test
    void halfRemovedByHand_isNotAnIncident() throws IOException {
        store.put("debugger/patterns.json", patterns("a", 1));

        assertThat(auto().isComplete()).isTrue();
        assertThat(incident()).isEmpty();
    }

    @Test
    void removedAgentFolder_isNotAnIncident() throws IOException {
        Files.delete(store.root().resolve("reviewer/patterns.json"));
        Files.delete(store.root().resolve("reviewer"));

        AutoBackup.Result backup = auto();
        assertThat(backup.isComplete()).isTrue();
        assertThat(backup.snapshot().findings()).as("it is reported once").anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.AGENT_GONE);
            assertThat(finding.what()).contains("4 items");
            assertThat(finding.advice()).contains("--agents reviewer");
        });
        assertThat(incident()).isEmpty();
        assertThat(auto().snapshot().findings()).isEmpty();
    }

    @Test
    void mostRemovedByPrune_isNotAnIncident_norIsItsUndo() throws IOException {
        TestItem[] failed = new TestItem[20];
        for (int i = 0; i < failed.length; i++) {
            failed[i] = TestItem.solution("s" + i).with("effectiveness.worked", false);
        }
        store.put("debugger/solutions.json", failed);
        assertThat(auto().isComplete()).isTrue();

        Report pruned = store.run(
                open -> new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE));
        assertThat(pruned.removed()).isGreaterThanOrEqualTo(20);
        assertThat(auto().isComplete()).isTrue();
        assertThat(incident()).isEmpty();

        store.undo(pruned.run());
        assertThat(auto().isComplete()).isTrue();
        assertThat(incident()).isEmpty();
    }

    @Test
    void lossBetweenAPruneAndTheNextBackup_isAnIncident() throws IOException {
        store.put("debugger/solutions.json", TestItem.solution("s").with("effectiveness.worked", false));
        auto();
        store.run(open -> new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE));
        empty();

        assertThat(auto().isComplete()).isFalse();
        assertThat(incident()).isPresent();
    }

    @Test
    void damagedCollection_isNotAnIncident_becauseItsItemsAreUnknown() throws IOException {
        store.put("debugger/patterns.json", "[{\"id\":");

        auto();
        assertThat(incident()).isEmpty();
    }

    @Test
    void storeThatWasAlwaysEmpty_isNotAnIncident() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        store = TestStore.in(other);

        assertThat(auto().isComplete()).isTrue();
        assertThat(auto().isComplete()).isTrue();
        assertThat(incident()).isEmpty();
    }

    @Test
    void unreadableIncidentRecord_isAnIncident() throws IOException {
        Files.writeString(store.logs().resolve("incident.json"), "{\"version\":");

        assertThat(incident()).isPresent();
        assertThat(auto().isComplete()).isFalse();
    }

    @Test
    void recoveredStore_stillKeepsSnapshots_untilAcknowledged() throws IOException {
        byte[] kept = store.bytes("debugger/patterns.json");
        byte[] other = store.bytes("reviewer/patterns.json");
        empty();
        auto();
        store.put("debugger/patterns.json", kept).put("reviewer/patterns.json", other);

        assertThat(auto().isComplete()).isFalse();
        acknowledge(10);
        assertThat(auto().isComplete()).isTrue();
    }
}
