package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.restore.FolderRestore;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage to backups loses only the damaged items, and every lost item is reported. */
class DamagedRestoreTest {
    private static final long SEED = 20_261_123;
    private static final int ITEMS = 220;
    private static final int BYTES = 8_000;
    private static final String PLAIN = "debugger/patterns.json";
    private static final String GZIP = "reviewer/patterns.json";

    @TempDir
    private Path directory;

    private TestStore store;
    private Vault vault;
    private int targets;

    /** A snapshot, and the items of each collection at that time, by id. */
    private record Moment(Manifest manifest, Map<String, Map<String, String>> items, SortedMap<String, String> look) {}

    private final List<Moment> moments = new ArrayList<>();
    private List<TestItem> items;

    @BeforeEach
    void makeSnapshots() throws IOException {
        store = TestStore.in(directory);
        vault = new Vault(store);
        items = LargeCollection.of(new Random(SEED), "p", ITEMS, BYTES);
        store.put("config.json", "{}").put("unknown.bin", new byte[] {1, 2, 3});
        snapshot(SnapshotRequest.DEFAULT);
        for (int i = 1; i <= 4; i++) {
            items.get(30 * i).with("x_edited", i);
            snapshot(SnapshotRequest.DEFAULT);
        }
        items.get(200).with("x_edited", 200);
        snapshot(SnapshotRequest.DEFAULT.full());
    }

    private void snapshot(SnapshotRequest request) throws IOException {
        store.put(PLAIN, items.toArray(TestItem[]::new));
        store.putGzip(GZIP, items.subList(0, 100).toArray(TestItem[]::new));
        Manifest manifest = store.snapshot(request).manifest();
        moments.add(new Moment(
                manifest,
                Map.of(
                        PLAIN,
                        itemsOf(store.root().resolve(PLAIN)),
                        GZIP,
                        itemsOf(store.root().resolve(GZIP))),
                FolderContents.at(store.root())));
    }

    /** Returns the items of a collection by id, in order, parsed by an independent library. */
    private static Map<String, String> itemsOf(Path file) throws IOException {
        Map<String, String> byId = new LinkedHashMap<>();
        String text = TestStore.textOf(Files.readAllBytes(file));
        for (JsonObject item : JsonObject.parse("{\"items\":" + text + "}").objects("items")) {
            byId.put(item.string("id").orElseThrow(), item.toString());
        }
        return byId;
    }

    private FolderRestore.Result restore(Moment moment, Path target) throws IOException {
        return store.restore(moment.manifest.id(), target);
    }

    /** Restores a moment, verifies that missing items are reported, and returns their ids. */
    private Map<String, List<String>> lost(Moment moment) throws IOException {
        Path target = directory.resolve("target-" + targets++);
        FolderRestore.Result result = restore(moment, target);
        Map<String, List<String>> lost = new LinkedHashMap<>();
        int items = 0;
        for (FileEntry file : moment.manifest.files()) {
            List<Finding> told = result.findings().stream()
                    .filter(finding -> finding.where().equals(file.path()))
                    .toList();
            Path restored = target.resolve(file.path());
            Map<String, String> before = moment.items.get(file.path());
            if (!Files.exists(restored)) {
                assertThat(told)
                        .as(file.path())
                        .singleElement()
                        .satisfies(finding -> assertThat(finding.what()).contains("could not be restored"));
                lost.put(file.path(), before == null ? List.of() : List.copyOf(before.keySet()));
            } else if (before == null) {
                assertThat(told).as(file.path()).isEmpty();
                assertThat(FolderContents.at(target).get(file.path())).isEqualTo(moment.look.get(file.path()));
            } else {
                Map<String, String> now = itemsOf(restored);
                items += now.size();
                assertThat(before).as("nothing is made up").containsAllEntriesOf(now);
                List<String> order = new ArrayList<>(before.keySet());
                order.retainAll(now.keySet());
                assertThat(now.keySet()).as("in their order").containsExactlyElementsOf(order);
                List<String> missing = new ArrayList<>(before.keySet());
                missing.removeAll(now.keySet());
                if (missing.isEmpty()) {
                    assertThat(told).isEmpty();
                    assertThat(FolderContents.at(target).get(file.path())).isEqualTo(moment.look.get(file.path()));
                } else {
                    requireReported(told, missing, List.copyOf(before.keySet()));
                    lost.put(file.path(), missing);
                }
            }
        }
        assertThat(result.items()).isEqualTo(items);
        assertThat(result.isComplete()).isEqualTo(lost.isEmpty());
        return lost;
    }

    private static void requireReported(List<Finding> told, List<String> missing, List<String> all) {
        assertThat(told).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.DAMAGED);
            assertThat(finding.what()).contains(missing.size() + " of " + all.size() + " items could not be restored");
            int first = all.indexOf(missing.getFirst());
            int last = all.indexOf(missing.getLast());
            assertThat(finding.what()).contains(first == 0 ? "at the beginning" : "after " + all.get(first - 1));
            assertThat(finding.what()).contains(last == all.size() - 1 ? "to the end" : "before " + all.get(last + 1));
        });
    }

    private void requireWhole(Moment moment) throws IOException {
        assertThat(FolderContents.at(store.restored(moment.manifest.id()))).isEqualTo(moment.look);
    }

    private Path segmentOf(int moment) {
        return moment == 0
                ? vault.ownSegment(moments.getFirst().manifest)
                : vault.ownSegment(moments.get(moment).manifest, moments.get(moment - 1).manifest);
    }

    @Test
    void restore_withADamagedFrame_losesOnlyTheItemsInIt_andForGzipThoseBehindIt() throws IOException {
        Path segment = segmentOf(0);
        byte[] bytes = Files.readAllBytes(segment);
        List<Vault.Frame> frames = Vault.frames(segment);
        assertThat(frames).hasSizeGreaterThan(3);
        int damaged = 0;
        int leastOfGzip = ITEMS;
        for (Vault.Frame frame : frames) {
            byte[] flipped = bytes.clone();
            flipped[frame.place() + frame.length() / 2] ^= 4;
            Files.write(segment, flipped);
            Map<String, List<String>> lost = lost(moments.get(4));
            assertThat(lost).as("some frame is damaged").isNotEmpty();
            for (Map.Entry<String, List<String>> file : lost.entrySet()) {
                if (file.getKey().equals(PLAIN)) {
                    int share = (int) (frame.rawLength() / BYTES) + 3;
                    assertThat(file.getValue()).hasSizeLessThanOrEqualTo(share);
                    damaged += file.getValue().size();
                } else if (file.getKey().equals(GZIP)) {
                    List<String> behind =
                            new ArrayList<>(moments.get(4).items.get(GZIP).keySet());
                    behind.subList(0, behind.indexOf(file.getValue().getFirst()))
                            .clear();
                    behind.removeAll(List.of("p30", "p60", "p90"));
                    assertThat(file.getValue())
                            .as("what is in increments stays")
                            .isEqualTo(behind);
                    leastOfGzip = Math.min(leastOfGzip, behind.size());
                }
            }
            assertThat(lost(moments.getFirst()).keySet()).isEqualTo(lost.keySet());
            requireWhole(moments.get(5));
        }
        assertThat(damaged).as("each item was lost once").isBetween(ITEMS - 4, ITEMS + 30);
        assertThat(leastOfGzip).as("damage near the end").isLessThan(30);
        Files.write(segment, bytes);
        requireWhole(moments.get(4));
    }

    @Test
    void restore_withoutAnIncrement_losesOnlyTheItemsInIt() throws IOException {
        Files.delete(segmentOf(2));

        for (int i = 0; i < 2; i++) {
            requireWhole(moments.get(i));
        }
        for (int i = 2; i < 5; i++) {
            assertThat(lost(moments.get(i))).isEqualTo(Map.of(PLAIN, List.of("p60"), GZIP, List.of("p60")));
        }
        requireWhole(moments.get(5));
    }

    @Test
    void restore_withoutSeveralIncrements_losesOnlyTheItemsInThem() throws IOException {
        Files.delete(segmentOf(2));
        Files.delete(segmentOf(3));

        Map<String, List<String>> lost = lost(moments.get(4));

        assertThat(lost).isEqualTo(Map.of(PLAIN, List.of("p60", "p90"), GZIP, List.of("p60", "p90")));
        assertThat(lost(moments.get(3))).isEqualTo(lost);
    }

    @Test
    void restore_withADamagedIncrement_losesOnlyTheItemsInIt() throws IOException {
        Path segment = segmentOf(2);
        byte[] bytes = Files.readAllBytes(segment);
        // Few new bytes share a frame, whatever files they belong to.
        for (int length : new int[] {0, 10, bytes.length / 2}) {
            Files.write(segment, Arrays.copyOf(bytes, length));
            assertThat(lost(moments.get(4))).isEqualTo(Map.of(PLAIN, List.of("p60"), GZIP, List.of("p60")));
        }
    }

    @Test
    void restore_withATruncatedSegment_recoversWhatIsBeforeTheCut() throws IOException {
        Path segment = segmentOf(0);
        byte[] bytes = Files.readAllBytes(segment);
        List<Vault.Frame> frames = Vault.frames(segment);
        Vault.Frame third = frames.get(2);

        Files.write(segment, Arrays.copyOf(bytes, bytes.length - 1));
        requireWhole(moments.get(4));

        Files.write(segment, Arrays.copyOf(bytes, third.place() + third.length() / 2));
        Map<String, List<String>> lost = lost(moments.get(4));
        long readable = (frames.get(0).rawLength() + frames.get(1).rawLength()) / BYTES - 20;
        assertThat(lost.get(PLAIN).size()).isLessThan((int) (ITEMS - readable));
        assertThat(lost.get(PLAIN)).doesNotContain("p0", "p30", "p120");
        requireWhole(moments.get(5));
    }

    @Test
    void restore_withADamagedTable_recoversNothingWrong_andVerifyReportsIt() throws IOException {
        Path segment = segmentOf(0);
        byte[] bytes = Files.readAllBytes(segment);
        int frames = Vault.frames(segment).size();
        int table = bytes.length - 17 - 8 * frames;
        for (int place : CaseSample.between(table, bytes.length - 1)) {
            byte[] flipped = bytes.clone();
            flipped[place] ^= 1;
            Files.write(segment, flipped);
            int entry = place - table - 8;
            boolean isRawLength = entry >= 0 && entry < 8 * frames && entry % 8 >= 4;
            if (place % 5 == 0 && !isRawLength) {
                assertThat(lost(moments.get(4))).as("byte " + place).isEmpty();
            } else if (place % 5 == 0) {
                Path target = directory.resolve("target-" + targets++);
                restore(moments.get(4), target);
                assertThat(moments.get(4).items.get(PLAIN)).containsAllEntriesOf(itemsOf(target.resolve(PLAIN)));
            }
            try (Backup backup = store.backups()) {
                assertThat(new Verifier(backup.repository(), 1)
                                .verify(moments.get(4).manifest)
                                .isSound())
                        .as("but it is damage")
                        .isFalse();
            }
        }
    }

    @Test
    void restore_withoutTheFirstSegment_recoversWhatTheOthersContain() throws IOException {
        Files.delete(segmentOf(0));

        Map<String, List<String>> lost = lost(moments.get(4));

        assertThat(lost.get(PLAIN)).hasSize(ITEMS - 4).doesNotContain("p30", "p60", "p90", "p120");
        assertThat(lost.get(GZIP)).hasSize(100 - 3);
        assertThat(lost).containsKeys("config.json", "unknown.bin");
        requireWhole(moments.get(5));
    }

    @Test
    void restore_ofADamagedManifest_doesNotPreventOthers() throws IOException {
        Vault.flip(vault.manifest(moments.get(2).manifest), 30);

        for (int i : new int[] {0, 1, 3, 4, 5}) {
            requireWhole(moments.get(i));
        }
    }

    @Test
    void create_afterDamage_storesUnreadableDataAgain() throws IOException {
        items.get(7).with("x_edited", 7);
        snapshot(SnapshotRequest.DEFAULT);
        Path segment = vault.ownSegment(moments.get(5).manifest, moments.get(4).manifest);
        Vault.flip(segment, Vault.frames(segment).getFirst().place() + 1000);
        items.get(8).with("x_edited", 8);
        store.put(PLAIN, items.toArray(TestItem[]::new));

        Snapshot snapshot = store.snapshot();

        assertThat(snapshot.findings()).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.DAMAGED);
            assertThat(finding.where()).isEqualTo(PLAIN);
        });
        Path target = directory.resolve("anew");
        store.restore(snapshot.manifest().id(), target);
        assertThat(target.resolve(PLAIN)).hasSameBinaryContentAs(store.root().resolve(PLAIN));
    }
}
