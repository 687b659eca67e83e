package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repack.ContentChange;
import loom.aml.backup.repack.SnapshotRewrite;
import loom.aml.backup.repository.Manifest;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.io.LocalDisk;
import loom.aml.storage.Lease;
import loom.aml.store.Workers;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever interrupts a rewrite, every snapshot remains, and the next rewrite completes it. */
class SnapshotRewriteFaultTest {
    private static final int SNAPSHOTS = 5;

    @TempDir
    private Path directory;

    private static TestStore lived(Path folder) throws IOException {
        TestStore store = TestStore.in(Files.createDirectories(folder));
        for (int i = 0; i < SNAPSHOTS; i++) {
            store.put("debugger/patterns.json", TestItem.pattern("a" + i), TestItem.pattern("same"));
            store.put("reviewer/solutions.json", TestItem.solution("s" + i / 2));
            store.snapshot(i == 3 ? SnapshotRequest.DEFAULT.full() : SnapshotRequest.DEFAULT);
            store.pass(Duration.ofHours(1));
        }
        return store;
    }

    private static void rewrite(TestStore store) throws IOException {
        try (Backup backup = store.backups();
                Lease _ = backup.repository().lock(Duration.ofSeconds(5))) {
            for (String generation : backup.repository().generations()) {
                SnapshotRewrite.Result result = new SnapshotRewrite(
                                backup.repository(), new Workers(1), ContentChange.NONE)
                        .rewrite(generation);
                assertThat(result.findings()).isEmpty();
            }
        }
    }

    private static SortedMap<String, SortedMap<String, String>> restored(TestStore store) throws IOException {
        SortedMap<String, SortedMap<String, String>> contents = new TreeMap<>();
        try (Backup backup = store.backups()) {
            for (Manifest manifest : new Snapshots(backup.repository()).list()) {
                contents.put(manifest.id(), FolderContents.withoutTimes(store.restored(manifest.id())));
            }
        }
        return contents;
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"KILL", "POWER_CUT", "FULL", "SHORT_WRITE", "ERROR"})
    void rewrite_brokenAtAnyCall_keepsEverySnapshot_andIsCompletedByTheNextOne(Fault fault) throws IOException {
        TestStore whole = lived(directory.resolve("whole"));
        SortedMap<String, SortedMap<String, String>> contents = restored(whole);
        FaultyDisk counting = new FaultyDisk();
        rewrite(whole.on(counting));
        List<String> expected = segments(whole);
        List<FaultyDisk.Call> calls =
                counting.calls().stream().filter(fault::canStrike).toList();
        assertThat(calls).isNotEmpty();

        for (FaultyDisk.Call call : CaseSample.of(calls)) {
            String told = fault + " at " + call + ", -Daml.seed=" + CaseSample.SEED;
            TestStore store = lived(directory.resolve(fault + "-" + call.number()));
            Path attic = Files.createDirectories(directory.resolve("attic-" + fault + call.number()));
            try {
                rewrite(store.on(new FaultyDisk()
                        .failingAt(call.number(), fault)
                        .losing(attic, new SplittableRandom(call.number()))));
            } catch (IOException | FaultyDisk.Crash e) {
                // The next rewrite continues.
            }
            store.on(new LocalDisk());
            assertThat(restored(store)).as(told).isEqualTo(contents);
            try (Backup backup = store.backups()) {
                assertThat(new Verifier(backup.repository(), 1).verifyAll().findings())
                        .as(told)
                        .isEmpty();
            }

            rewrite(store);

            assertThat(segments(store)).as(told).isEqualTo(expected);
        }
    }

    /** Returns the names of the segments, which are the checksums of their content. */
    private static List<String> segments(TestStore store) throws IOException {
        return new Vault(store)
                .segments().stream()
                        .map(path -> path.getFileName().toString())
                        .sorted()
                        .toList();
    }
}
