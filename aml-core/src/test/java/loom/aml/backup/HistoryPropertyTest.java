package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.TestStore;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.store.Finding;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** After any history of a store, each snapshot restores the state in which it was taken. */
class HistoryPropertyTest {
    private static final int HISTORIES = 40;
    private static final int STEPS = 14;

    @TempDir
    private Path directory;

    static Stream<Long> seeds() {
        // -Dloom.aml.seed=N repeats a failed run.
        Long one = Long.getLong("loom.aml.seed");
        return one != null
                ? Stream.of(one)
                : CaseSample.of(new Random(20_261_123)
                                .longs(HISTORIES, 0, 1L << 40)
                                .boxed()
                                .toList())
                        .stream();
    }

    /** The contents of a store at a snapshot, and the edits that led to them. */
    private record Moment(SortedMap<String, String> look, String story) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void snapshots_ofAnyHistory_areRestoredAsTheStoreWas(long seed) throws IOException {
        Random random = new Random(seed);
        TestStore store = TestStore.in(directory);
        RandomHistory history = new RandomHistory(store, random);
        Map<String, Moment> moments = new LinkedHashMap<>();
        List<String> story = new ArrayList<>();
        SortedMap<String, String> before = null;
        for (int step = 0; step < STEPS; step++) {
            history.live();
            story.add(history.edits());
            SortedMap<String, String> look = FolderContents.at(store.root());
            SortedMap<String, String> timeless = memoryOf(store.root());
            boolean isFull = random.nextInt(6) == 0;
            Snapshot snapshot = store.snapshot(isFull ? SnapshotRequest.DEFAULT.full() : SnapshotRequest.DEFAULT);
            String told = "seed " + seed + ", " + String.join("\n  ", story);
            // A removed agent is a finding about the store, not about the snapshot.
            assertThat(snapshot.findings()).as(told).allMatch(finding -> finding.kind() == Finding.Kind.AGENT_GONE);
            boolean isSame = timeless.equals(before);
            assertThat(snapshot.isNew()).as("is new: " + told).isEqualTo(isFull || !isSame);
            if (snapshot.isNew()) {
                moments.put(snapshot.manifest().id(), new Moment(look, told));
            }
            before = timeless;
        }
        for (Map.Entry<String, Moment> moment : moments.entrySet()) {
            assertThat(FolderContents.at(store.restored(moment.getKey())))
                    .as(moment.getValue().story())
                    .isEqualTo(moment.getValue().look());
        }
        try (Backup backup = store.backups()) {
            Verification verification = new Verifier(backup.repository(), 2).verifyAll();
            assertThat(verification.findings()).as("seed " + seed).noneMatch(Finding::isProblem);
        }
    }

    /** Returns the contents that a snapshot compares: without monitoring data and file times. */
    private static SortedMap<String, String> memoryOf(Path root) throws IOException {
        SortedMap<String, String> look = FolderContents.withoutTimes(root);
        look.keySet().removeIf(path -> path.startsWith("monitoring"));
        return look;
    }
}
