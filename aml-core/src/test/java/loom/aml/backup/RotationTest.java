package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.storage.Lease;
import loom.aml.store.Finding;
import loom.aml.store.log.TimedId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which snapshots rotation removes, and that it keeps all data of the others. */
class RotationTest {
    private static final Instant NOW = TestStore.NOW;
    private static final RotationPolicy NOTHING = new RotationPolicy(0, 0, Duration.ofDays(30), 100, 0);

    @TempDir
    private Path directory;

    private final Random random = new Random(1);
    private String generation = "";

    private Manifest full(Duration age) {
        generation = TimedId.of(NOW.minus(age), random);
        return manifest(age, generation, "", Optional.empty(), Set.of());
    }

    private Manifest increment(Duration age) {
        return manifest(age, TimedId.of(NOW.minus(age), random), "", Optional.empty(), Set.of());
    }

    private Manifest manifest(Duration age, String id, String description, Optional<String> run, Set<String> agents) {
        return new Manifest(
                new SnapshotName(generation, id, 0),
                NOW.minus(age),
                Optional.empty(),
                description,
                run,
                agents,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0);
    }

    private static List<Manifest> kept(List<Manifest> manifests, RotationPolicy policy) {
        RotationPlan plan = RotationPlan.of(manifests, policy, NOW);
        List<Manifest> all = new ArrayList<>(plan.keep());
        all.addAll(plan.drop());
        assertThat(all).containsExactlyInAnyOrderElementsOf(manifests);
        assertThat(plan.keep())
                .isSubsetOf(manifests)
                .isSortedAccordingTo((a, b) -> a.time().compareTo(b.time()));
        assertThat(plan.toJson().strings("kept_ids")).hasSize(plan.keep().size());
        return plan.keep();
    }

    @Test
    void hourly_keepsTheNewestOfEachHourWithASnapshot() {
        List<Manifest> all = new ArrayList<>();
        all.add(full(Duration.ofHours(30)));
        for (int minutes = 6 * 60 - 1; minutes > 0; minutes -= 20) {
            all.add(increment(Duration.ofMinutes(minutes)));
        }

        List<Manifest> kept = kept(all, NOTHING.withHourly(3));

        // It is 08:00: the newest snapshot of each of the hours 07, 06 and 05 is kept, and the full one.
        assertThat(kept)
                .extracting(Manifest::time)
                .containsExactly(
                        NOW.minus(Duration.ofHours(30)),
                        Instant.parse("2026-11-23T05:41:00Z"),
                        Instant.parse("2026-11-23T06:41:00Z"),
                        Instant.parse("2026-11-23T07:41:00Z"));
    }

    @Test
    void hourly_countsHoursWithASnapshot_notHoursOfTheClock() {
        Manifest full = full(Duration.ofDays(20));
        Manifest old = increment(Duration.ofDays(10));
        Manifest newest = increment(Duration.ofHours(1));

        assertThat(kept(List.of(full, old, newest), NOTHING.withHourly(2))).containsExactly(full, old, newest);
    }

    @Test
    void daily_keepsTheNewestOfEachDay() {
        List<Manifest> all = new ArrayList<>();
        all.add(full(Duration.ofDays(9)));
        for (int hours = 24 * 8; hours > 0; hours -= 6) {
            all.add(increment(Duration.ofHours(hours)));
        }

        List<Manifest> kept = kept(all, NOTHING.withDaily(4));

        assertThat(kept).hasSize(5);
        assertThat(kept.subList(1, 5))
                .extracting(Manifest::time)
                .containsExactly(
                        Instant.parse("2026-11-20T20:00:00Z"),
                        Instant.parse("2026-11-21T20:00:00Z"),
                        Instant.parse("2026-11-22T20:00:00Z"),
                        Instant.parse("2026-11-23T02:00:00Z"));
    }

    @Test
    void age_removesOlderSnapshots_butNeverTheNewestNorTheNewestFull() {
        RotationPolicy byAge = RotationPolicy.DEFAULT.withMinCount(0);
        Manifest full = full(Duration.ofDays(90));
        Manifest tooOld = increment(Duration.ofDays(30).plusMillis(1));
        Manifest atTheLimit = increment(Duration.ofDays(30));
        Manifest newest = increment(Duration.ZERO);

        assertThat(kept(List.of(full, tooOld, atTheLimit, newest), byAge)).containsExactly(full, atTheLimit, newest);
        assertThat(kept(List.of(full), byAge)).containsExactly(full);
        assertThat(kept(List.of(full, tooOld), byAge)).containsExactly(full, tooOld);
    }

    @Test
    void count_keepsTheNewest_andNeverMoreThanTheMaximum() {
        List<Manifest> all = new ArrayList<>();
        all.add(full(Duration.ofDays(29)));
        for (int days = 28; days > 0; days--) {
            all.add(increment(Duration.ofDays(days)));
        }

        List<Manifest> kept = kept(all, RotationPolicy.DEFAULT.withMaxCount(5));

        assertThat(kept).hasSize(5).startsWith(all.getFirst()).endsWith(all.getLast());
        assertThat(kept.subList(1, 5)).isEqualTo(all.subList(25, 29));
        assertThat(kept(all, RotationPolicy.DEFAULT.withMaxCount(1))).containsExactly(all.getFirst(), all.getLast());
    }

    @Test
    void describedSnapshots_andThoseBeforeARestore_areKeptUntilTheyAreTooOld() {
        Manifest full = full(Duration.ofDays(29));
        Manifest told = manifest(Duration.ofHours(50), "20261121T060000.000Z-0001", "mine", Optional.empty(), Set.of());
        Manifest restore = manifest(
                Duration.ofHours(49), "20261121T070000.000Z-0002", "before restore", Optional.of("r1"), Set.of());
        Manifest prune = manifest(
                Duration.ofHours(48), "20261121T080000.000Z-0003", "before prune", Optional.of("r2"), Set.of());
        Manifest newest = increment(Duration.ofHours(1));

        assertThat(kept(List.of(full, told, restore, prune, newest), NOTHING))
                .containsExactly(full, told, restore, newest);
        assertThat(kept(List.of(full, told, restore, prune, newest), NOTHING.withMaxAge(Duration.ofHours(20))))
                .containsExactly(full, newest);
    }

    /** A snapshot of some agents does not replace one of the whole store. */
    @Test
    void snapshotsOfSomeAgents_neverDisplaceThoseOfTheWholeStore() {
        Manifest full = full(Duration.ofDays(9));
        Manifest whole = increment(Duration.ofMinutes(50));
        Manifest part =
                manifest(Duration.ofMinutes(40), "20261123T072000.000Z-0001", "", Optional.empty(), Set.of("debugger"));
        Manifest other =
                manifest(Duration.ofMinutes(30), "20261123T073000.000Z-0002", "", Optional.empty(), Set.of("reviewer"));

        assertThat(kept(List.of(full, whole, part, other), RotationPolicy.DEFAULT))
                .containsExactly(full, whole, part, other);
        assertThat(kept(List.of(full, whole, part, other), NOTHING.withMaxCount(1)))
                .contains(full, whole, other);
    }

    @Test
    void fullOfSomeAgents_doesNotDisplaceTheNewestFullOfTheWholeStore() {
        Manifest whole = full(Duration.ofDays(40));
        generation = "20261123T072000.000Z-0001";
        Manifest part =
                manifest(Duration.ofMinutes(40), "20261123T072000.000Z-0001", "", Optional.empty(), Set.of("debugger"));

        assertThat(kept(List.of(whole, part), RotationPolicy.DEFAULT)).containsExactly(whole, part);
    }

    @Test
    void plan_withoutSnapshots_isEmpty() {
        assertThat(kept(List.of(), RotationPolicy.DEFAULT)).isEmpty();
    }

    @Test
    void policy_thatKeepsNothing_isRefused() {
        assertThatThrownBy(() -> RotationPolicy.DEFAULT.withMaxCount(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RotationPolicy.DEFAULT.withHourly(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RotationPolicy.DEFAULT.withDaily(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RotationPolicy.DEFAULT.withMaxAge(Duration.ofDays(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(RotationPolicy.DEFAULT.toJson().number("max_age_days")).isEqualTo(30);
    }

    private static Rotation.Result rotate(TestStore store, RotationPolicy policy) throws IOException {
        try (Backup backup = store.backups();
                Lease _ = backup.repository().lock(Duration.ZERO)) {
            RotationPlan plan = RotationPlan.of(new Snapshots(backup.repository()).list(), policy, store.now());
            return new Rotation(backup.repository()).execute(plan);
        }
    }

    private static List<String> ids(TestStore store) throws IOException {
        try (Backup backup = store.backups()) {
            return new Snapshots(backup.repository())
                    .list().stream().map(Manifest::id).toList();
        }
    }

    /** Creates three generations of three hourly snapshots. */
    private SortedMap<String, SortedMap<String, String>> history(TestStore store) throws IOException {
        SortedMap<String, SortedMap<String, String>> moments = new TreeMap<>();
        for (int i = 0; i < 9; i++) {
            store.put("debugger/patterns.json", TestItem.pattern("a" + i), TestItem.pattern("same"));
            SnapshotRequest request = i % 3 == 0 ? SnapshotRequest.DEFAULT.full() : SnapshotRequest.DEFAULT;
            moments.put(store.snapshot(request).manifest().id(), FolderContents.at(store.root()));
            store.pass(Duration.ofHours(1));
        }
        return moments;
    }

    @Test
    void rotate_keepsTheSegmentsOfKeptSnapshots_andNoOthers() throws IOException {
        TestStore store = TestStore.in(directory);
        SortedMap<String, SortedMap<String, String>> moments = history(store);
        List<String> all = List.copyOf(moments.keySet());
        Vault vault = new Vault(store);
        long before = size(vault);

        Rotation.Result result = rotate(store, NOTHING.withHourly(4));

        // 08, 07, 06 and 05 are kept: the last increment of the second generation needs the segments of its full one
        // and the
        // one between.
        assertThat(ids(store)).isEqualTo(all.subList(5, 9));
        assertThat(result.snapshots()).isEqualTo(all.subList(0, 5));
        assertThat(result.findings()).isEmpty();
        assertThat(result.segments()).isEqualTo(3);
        assertThat(vault.segments()).hasSize(6);
        assertThat(result.bytes()).isEqualTo(before - size(vault));
        for (String id : all.subList(5, 9)) {
            assertThat(FolderContents.at(store.restored(id))).isEqualTo(moments.get(id));
        }
        try (Backup backup = store.backups()) {
            assertThat(backup.repository().generations()).hasSize(2);
            assertThat(new Verifier(backup.repository(), 2).verifyAll().isSound())
                    .isTrue();
        }
        assertThat(rotate(store, NOTHING.withHourly(4)).snapshots()).isEmpty();
    }

    private static long size(Vault vault) throws IOException {
        long size = 0;
        for (Path segment : vault.segments()) {
            size += Files.size(segment);
        }
        return size;
    }

    @Test
    void increment_afterRotation_canBeRestored() throws IOException {
        TestStore store = TestStore.in(directory);
        history(store);
        rotate(store, NOTHING);
        store.put("debugger/patterns.json", TestItem.pattern("later"), TestItem.pattern("same"));

        Manifest next = store.snapshot().manifest();

        assertThat(FolderContents.at(store.restored(next.id()))).isEqualTo(FolderContents.at(store.root()));
        rotate(store, NOTHING);
        assertThat(FolderContents.at(store.restored(next.id()))).isEqualTo(FolderContents.at(store.root()));
    }

    private static Path manifest(TestStore store, String snapshot) throws IOException {
        try (Backup backup = store.backups()) {
            return new Vault(store).manifest(new Snapshots(backup.repository()).byId(snapshot));
        }
    }

    @Test
    void unreadableManifest_keepsTheSegmentsOfItsGeneration() throws IOException {
        TestStore store = TestStore.in(directory);
        SortedMap<String, SortedMap<String, String>> moments = history(store);
        List<String> all = List.copyOf(moments.keySet());
        Vault vault = new Vault(store);
        Path damaged = manifest(store, all.get(1));
        byte[] sound = Files.readAllBytes(damaged);
        Vault.flip(damaged, 20);

        Rotation.Result result = rotate(store, NOTHING);

        assertThat(result.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.DAMAGED);
            assertThat(finding.where()).contains(all.get(1));
            assertThat(finding.advice()).contains(damaged.getFileName().toString());
        });
        assertThat(damaged).exists();
        Files.write(damaged, sound);
        assertThat(FolderContents.at(store.restored(all.get(1)))).isEqualTo(moments.get(all.get(1)));
        rotate(store, NOTHING);
        assertThat(damaged).doesNotExist();
        assertThat(vault.segments()).hasSize(3);
    }

    @Test
    void manifest_replacedByALink_isReported_andKeepsTheSegmentsOfItsGeneration() throws IOException {
        TestStore store = TestStore.in(directory);
        List<String> all = List.copyOf(history(store).keySet());
        Vault vault = new Vault(store);
        Path manifest = manifest(store, all.get(1));
        Path elsewhere = Files.move(manifest, directory.resolve("elsewhere"));
        Files.createSymbolicLink(manifest, elsewhere);
        List<Path> segments = vault.segments().stream()
                .filter(segment -> segment.startsWith(manifest.getParent().getParent()))
                .toList();

        Rotation.Result result = rotate(store, NOTHING);

        assertThat(result.findings()).extracting(Finding::where).containsExactly("snapshot " + all.get(1));
        assertThat(vault.segments()).containsAll(segments);
    }

    @Test
    void rotate_removesLeftoversOfACrash() throws IOException {
        TestStore store = TestStore.in(directory);
        history(store);
        Vault vault = new Vault(store);
        Path lonely = vault.segments().getFirst().resolveSibling("0".repeat(64) + ".zst");
        Files.write(lonely, new byte[10]);
        Path dead = store.logs().resolve("generations/20200101T000000.000Z-0000/segments/" + "1".repeat(64) + ".zst");
        Files.createDirectories(dead.getParent());
        Files.write(dead, new byte[10]);

        Rotation.Result result = rotate(store, RotationPolicy.DEFAULT);

        assertThat(result.snapshots()).isEmpty();
        assertThat(result.segments()).isEqualTo(2);
        assertThat(result.bytes()).isEqualTo(20);
        assertThat(lonely).doesNotExist();
        assertThat(dead).doesNotExist();
    }

    @Test
    void rotate_leavesForeignFilesAlone() throws IOException {
        TestStore store = TestStore.in(directory);
        history(store);
        Path note = store.logs().resolve("generations/README");
        Files.writeString(note, "mine");
        Path inside = new Vault(store).segments().getFirst().resolveSibling("note.txt");
        Files.writeString(inside, "mine, too");

        rotate(store, NOTHING);

        assertThat(note).hasContent("mine");
        assertThat(inside).hasContent("mine, too");
    }

    @Test
    void snapshotRemovedByHand_afterPlanning_isSkipped() throws IOException {
        TestStore store = TestStore.in(directory);
        history(store);
        Vault vault = new Vault(store);
        try (Backup backup = store.backups();
                Lease _ = backup.repository().lock(Duration.ZERO)) {
            RotationPlan plan = RotationPlan.of(new Snapshots(backup.repository()).list(), NOTHING, store.now());
            Files.delete(vault.manifest(plan.drop().getFirst()));

            new Rotation(backup.repository()).execute(plan);
        }
        assertThat(ids(store)).hasSize(2);
    }
}
