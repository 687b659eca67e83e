package loom.aml.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repack.ContentChange;
import loom.aml.backup.repack.SnapshotRewrite;
import loom.aml.backup.repository.Manifest;
import loom.aml.json.JsonObject;
import loom.aml.storage.Lease;
import loom.aml.store.Finding;
import loom.aml.store.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rewritten snapshots contain what they contained, in few segments. */
class SnapshotRewriteTest {
    private static final String PATTERNS = "debugger/patterns.json";

    @TempDir
    private Path directory;

    static Stream<Long> seeds() {
        Long one = Long.getLong("loom.aml.seed");
        return one != null
                ? Stream.of(one)
                : CaseSample.of(
                        new Random(20_261_203).longs(40, 0, 1L << 40).boxed().toList())
                        .stream();
    }

    private static List<SnapshotRewrite.Result> rewrite(TestStore store, ContentChange change) throws IOException {
        List<SnapshotRewrite.Result> results = new ArrayList<>();
        try (Backup backup = store.backups();
                Lease _ = backup.repository().lock(Duration.ZERO)) {
            for (String generation : backup.repository().generations()) {
                results.add(new SnapshotRewrite(backup.repository(), new Workers(2), change).rewrite(generation));
            }
        }
        return results;
    }

    private static List<Manifest> manifests(TestStore store) throws IOException {
        try (Backup backup = store.backups()) {
            return new Snapshots(backup.repository()).list();
        }
    }

    private static List<JsonObject> summaries(TestStore store) throws IOException {
        return manifests(store).stream().map(Manifest::summary).toList();
    }

    /** Returns the paths and checksums of the files of each snapshot. */
    private static List<List<String>> sums(TestStore store) throws IOException {
        return manifests(store).stream()
                .map(manifest -> manifest.files().stream()
                        .map(file -> file.path() + " " + file.stored().hex())
                        .toList())
                .toList();
    }

    private static Verification verified(TestStore store) throws IOException {
        try (Backup backup = store.backups()) {
            return new Verifier(backup.repository(), 2).verifyAll();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void snapshots_ofAnyHistory_areTheSameAfterwards(long seed) throws IOException {
        Random random = new Random(seed);
        TestStore store = TestStore.in(directory);
        RandomHistory history = new RandomHistory(store, random);
        SortedMap<String, SortedMap<String, String>> moments = new TreeMap<>();
        for (int step = 0; step < 40; step++) {
            history.live();
            SnapshotRequest request =
                    random.nextInt(25) == 0 ? SnapshotRequest.DEFAULT.full() : SnapshotRequest.DEFAULT;
            Manifest manifest = store.snapshot(request).manifest();
            moments.putIfAbsent(manifest.id(), FolderContents.at(store.restored(manifest.id())));
        }
        List<JsonObject> before = summaries(store);
        List<List<String>> sums = sums(store);

        List<SnapshotRewrite.Result> results = rewrite(store, ContentChange.NONE);

        assertThat(results).as("seed " + seed).allMatch(SnapshotRewrite.Result::isComplete);
        assertThat(summaries(store)).as("seed " + seed).isEqualTo(before);
        assertThat(sums(store)).as("seed " + seed).isEqualTo(sums);
        assertThat(verified(store).findings()).as("seed " + seed).isEmpty();
        for (String id : moments.keySet()) {
            assertThat(FolderContents.at(store.restored(id)))
                    .as("seed " + seed + ", snapshot " + id)
                    .isEqualTo(moments.get(id));
        }
        history.live();
        // Without a description, the store may count as unchanged although the time of a file is another one.
        Manifest next = store.snapshot(new SnapshotRequest(false, Set.of(), "after the rewrite", Optional.empty()))
                .manifest();
        assertThat(FolderContents.at(store.restored(next.id())))
                .as("seed " + seed)
                .isEqualTo(FolderContents.at(store.root()));
    }

    /** Creates one generation of increments in which one item of four changes each time. */
    private TestStore lived(int increments) throws IOException {
        TestStore store = TestStore.in(directory);
        for (int i = 0; i <= increments; i++) {
            store.put(
                    PATTERNS,
                    TestItem.pattern("a").with("x_n", i),
                    TestItem.pattern("b"),
                    TestItem.pattern("c" + i % 7),
                    TestItem.pattern("d"));
            store.put("debugger/solutions.json", TestItem.solution("s" + i / 3));
            store.snapshot();
            store.pass(Duration.ofHours(1));
        }
        return store;
    }

    @Test
    void newestSnapshot_needsOneSegment_andNoOtherIsLeftOver() throws IOException {
        TestStore store = lived(40);
        Vault vault = new Vault(store);
        assertThat(manifests(store).getLast().segments()).hasSize(41);

        rewrite(store, ContentChange.NONE);

        List<Manifest> after = manifests(store);
        assertThat(after.getLast().segments()).hasSize(1);
        assertThat(after.getFirst().segments()).hasSizeLessThan(10);
        assertThat(vault.segments()).hasSize((int) after.stream()
                .flatMap(one -> one.segments().stream())
                .distinct()
                .count());
    }

    private static SortedMap<String, String> generations(TestStore store) throws IOException {
        return FolderContents.withoutTimes(store.logs().resolve("generations"));
    }

    @Test
    void rewriteOfRewrittenSnapshots_changesNothing() throws IOException {
        TestStore store = lived(20);
        rewrite(store, ContentChange.NONE);
        SortedMap<String, String> before = generations(store);

        List<SnapshotRewrite.Result> results = rewrite(store, ContentChange.NONE);

        assertThat(results).extracting(SnapshotRewrite.Result::bytesRemoved).containsExactly(0L);
        assertThat(generations(store)).isEqualTo(before);
    }

    @Test
    void snapshotsOnADamagedSegment_stayAsTheyAre_andOthersAreRewritten() throws IOException {
        TestStore store = lived(6);
        Vault vault = new Vault(store);
        List<Manifest> before = manifests(store);
        Path damaged = vault.ownSegment(before.get(4), before.get(3));
        Vault.flip(damaged, 30);
        byte[] bytes = Files.readAllBytes(damaged);

        List<SnapshotRewrite.Result> results = rewrite(store, ContentChange.NONE);

        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.isComplete()).isFalse();
            assertThat(result.snapshots())
                    .containsExactlyElementsOf(
                            before.subList(0, 4).stream().map(Manifest::id).toList());
            assertThat(result.findings())
                    .extracting(Finding::where)
                    .containsExactly(
                            "snapshot " + before.get(4).id(),
                            "snapshot " + before.get(5).id(),
                            "snapshot " + before.get(6).id());
        });
        assertThat(damaged).hasBinaryContent(bytes);
        assertThat(manifests(store).subList(4, 7)).isEqualTo(before.subList(4, 7));
        bytes[30] ^= 0x10;
        Files.write(damaged, bytes);
        assertThat(verified(store).findings()).isEmpty();
    }

    @Test
    void unreadableManifest_keepsAllSegmentsOfItsGeneration() throws IOException {
        TestStore store = lived(4);
        Vault vault = new Vault(store);
        List<Path> segments = vault.segments();
        Path damaged = vault.manifest(manifests(store).get(2));
        SortedMap<String, String> contents =
                FolderContents.at(store.restored(manifests(store).get(2).id()));
        String id = manifests(store).get(2).id();
        Vault.flip(damaged, 20);

        List<SnapshotRewrite.Result> results = rewrite(store, ContentChange.NONE);

        assertThat(results.getFirst().findings()).extracting(Finding::where).containsExactly("snapshot " + id);
        assertThat(vault.segments()).containsAll(segments);
        Vault.flip(damaged, 20);
        assertThat(FolderContents.at(store.restored(id))).isEqualTo(contents);
    }

    @Test
    void changedContent_isInAllSnapshots_andNothingElseChanges() throws IOException {
        TestStore store = TestStore.in(directory);
        store.put(PATTERNS, TestItem.pattern("secret"), TestItem.pattern("b"));
        store.putGzip("reviewer/patterns.json", TestItem.pattern("secret"), TestItem.pattern("c"));
        store.put("reviewer/solutions.json", TestItem.solution("s"));
        Files.writeString(store.root().resolve("gone.txt"), "secret");
        store.snapshot();
        store.pass(Duration.ofHours(1));
        store.putGzip("reviewer/patterns.json", TestItem.pattern("secret"), TestItem.pattern("d"));
        store.snapshot();
        SortedMap<String, byte[]> solutions = new TreeMap<>();
        for (Manifest manifest : manifests(store)) {
            solutions.put(
                    manifest.id(),
                    Files.readAllBytes(store.restored(manifest.id()).resolve("reviewer/solutions.json")));
        }

        List<SnapshotRewrite.Result> results = rewrite(store, SnapshotRewriteTest::withoutSecret);

        assertThat(results).allMatch(SnapshotRewrite.Result::isComplete);
        assertThat(verified(store).findings()).isEmpty();
        for (Manifest manifest : manifests(store)) {
            Path restored = store.restored(manifest.id());
            assertThat(restored.resolve("gone.txt")).doesNotExist();
            assertThat(restored.resolve("reviewer/solutions.json")).hasBinaryContent(solutions.get(manifest.id()));
            for (String file : List.of(PATTERNS, "reviewer/patterns.json")) {
                String text = TestStore.textOf(Files.readAllBytes(restored.resolve(file)));
                assertThat(text).contains("public").doesNotContain("secret");
                assertThat(manifest.file(file).orElseThrow().items()).isEqualTo(OptionalInt.of(2));
            }
        }
        assertThat(manifests(store)
                        .getLast()
                        .file("reviewer/patterns.json")
                        .orElseThrow()
                        .gzip())
                .hasSize(10);
        assertThat(store.snapshot().isNew())
                .as("the store still has the secret")
                .isTrue();
    }

    private static ContentChange.Result withoutSecret(String path, ContentChange.Content content) throws IOException {
        if (path.equals("gone.txt")) {
            return new ContentChange.Removed();
        }
        try (InputStream in = content.open()) {
            String text = new String(in.readAllBytes(), UTF_8);
            return text.contains("secret")
                    ? new ContentChange.Replaced(
                            text.replace("secret", "public").getBytes(UTF_8), OptionalInt.empty())
                    : new ContentChange.Kept();
        }
    }
}
