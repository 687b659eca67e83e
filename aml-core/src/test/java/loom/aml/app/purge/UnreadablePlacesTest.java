package loom.aml.app.purge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestOpener;
import loom.aml.TestStore;
import loom.aml.app.OpenStore;
import loom.aml.app.item.RemoveItem;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.copy.RepositoryCopy;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.purge.Place;
import loom.aml.purge.PurgeReport;
import loom.aml.storage.Lease;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.PrivateFolder;
import loom.aml.store.Finding;
import loom.aml.store.Workers;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that cannot be read is not changed and does not count as free of the text: it is named, and the rest is purged. */
class UnreadablePlacesTest {
    private static final String PATTERNS = "debugger/patterns.json";
    private static final String SOLUTIONS = "reviewer/solutions.json";
    private static final String SECRET = "sk-live-4eC39HqLyjWDarjtT1zdp7dc";

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void live() throws Exception {
        store = TestStore.in(directory.resolve("work"))
                .put(PATTERNS, TestItem.pattern("a").with("pattern.approach.rationale", "the key is " + SECRET))
                .put(SOLUTIONS, TestItem.solution("b").with("solution.fixApproach", "use " + SECRET))
                .settled();
        store.snapshot(SnapshotRequest.DEFAULT.full());
        try (OpenStore opened = new TestOpener(store).forChange()) {
            new RemoveItem(opened)
                    .run(new RemoveItem.Request(
                            new ItemKey("reviewer", ItemKind.SOLUTION, "b"), "outdated", Optional.empty()));
        }
        store.pass(Duration.ofSeconds(1));
        store.settled();
        store.snapshot(SnapshotRequest.DEFAULT.full());
    }

    private PurgeReport purge(String... copies) throws Exception {
        try (OpenStore opened = new TestOpener(store).forChange()) {
            return new PurgeMemory(opened, _ -> Optional.empty())
                    .run(
                            new PurgeMemory.Request(List.of(), Optional.of("sk-live-[0-9A-Za-z]+"), List.of(copies)),
                            _ -> true)
                    .report();
        }
    }

    private static List<String> wheres(PurgeReport report) {
        return report.unsure().stream().map(Finding::where).toList();
    }

    private Path one(String folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(store.logs().resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static byte[] damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(file, bytes);
        return bytes;
    }

    @Test
    void damagedCollection_isNamed_andStays() throws Exception {
        String damaged = "[{\"id\": \"c\", \"x\": \"" + SECRET + "\"}, {\"id\":";
        store.put("other/patterns.json", damaged).settled();

        PurgeReport report = purge();

        assertThat(report.isComplete()).isFalse();
        assertThat(wheres(report)).contains("other/patterns.json");
        assertThat(report.proof().holders()).anyMatch(holder -> holder.endsWith("other/patterns.json"));
        assertThat(store.text("other/patterns.json")).isEqualTo(damaged);
        assertThat(store.text(PATTERNS)).doesNotContain(SECRET);
    }

    @Test
    void damagedArchive_isNamed_andStays() throws Exception {
        Path archive = one("archives", ".jsonl.gz");
        byte[] damaged = damage(archive);

        PurgeReport report = purge();

        assertThat(report.isComplete()).isFalse();
        assertThat(wheres(report)).anyMatch(where -> where.endsWith("solutions.json.1.jsonl.gz"));
        assertThat(archive).hasBinaryContent(damaged);
        assertThat(store.text(PATTERNS)).doesNotContain(SECRET);
    }

    @Test
    void damagedSegment_isNamed_andOtherGenerationsArePurged() throws Exception {
        Path segment = one("generations", ".zst");
        byte[] damaged = damage(segment);

        PurgeReport report = purge();

        assertThat(report.isComplete()).isFalse();
        assertThat(wheres(report)).anyMatch(where -> where.contains("snapshot "));
        assertThat(segment).hasBinaryContent(damaged);
        try (Backup backup = store.backups()) {
            assertThat(new Snapshots(backup.repository()).list()).hasSize(2);
        }
        String newest = store.backups().repository().snapshots().getLast().id();
        assertThat(Files.readString(store.restored(newest).resolve(PATTERNS))).contains("[purged]");
    }

    @Test
    void damagedRecord_isNamed_andStaysWithItsArchives() throws Exception {
        Path record = one("runs", ".jsonl");
        String lines = Files.readString(record).replace("outdated", "OUTDATED");
        Files.writeString(record, lines);

        PurgeReport report = purge();

        assertThat(wheres(report)).anyMatch(where -> where.contains("/runs/"));
        assertThat(Files.readString(record)).isEqualTo(lines);
        assertThat(report.isComplete()).isFalse();
    }

    /** Only the record has the names and checksums of its archives. */
    @Test
    void unreadableRecord_protectsItsArchives() throws Exception {
        Path archive = one("archives", ".jsonl.gz");
        byte[] archived = Files.readAllBytes(archive);
        Path record = store.recordOf(store.history().stream()
                .filter(run -> run.operation().equals("rm"))
                .findFirst()
                .orElseThrow()
                .run());
        Path aside = record.resolveSibling("aside");
        Files.move(record, aside);
        Files.createDirectory(record);

        PurgeReport report = purge();

        assertThat(wheres(report))
                .anyMatch(where -> where.endsWith(record.getFileName().toString()));
        assertThat(archive).hasBinaryContent(archived);
        Files.delete(record);
        Files.move(aside, record);
        assertThat(purge().isComplete()).isTrue();
        SoundRecords.require(store);
    }

    @Test
    void archiveThatDoesNotMatchItsChecksum_isNamed_andStays() throws Exception {
        Path archive = one("archives", ".jsonl.gz");
        byte[] others =
                TestStore.gzip(TestStore.textOf(Files.readAllBytes(archive)).replace("fixApproach", "fixapproach"));
        Files.write(archive, others);

        PurgeReport report = purge();

        assertThat(report.isComplete()).isFalse();
        assertThat(wheres(report)).anyMatch(where -> where.endsWith("solutions.json.1.jsonl.gz"));
        assertThat(archive).hasBinaryContent(others);
    }

    /** Another program may be adding to such a record, and would go on with the former file. */
    @Test
    void recordOfARunThatHasNotEnded_isNamed_andPurgedLater() throws Exception {
        LogFolder logs = new LogFolder(new LocalDisk(), store.root());
        JsonObject about = JsonObject.builder()
                .put(
                        "policy",
                        JsonObject.builder().put("reason", "held " + SECRET).build())
                .build();
        String run;
        try (RunLog log = logs.begin("rm", about, store.now(), new SplittableRandom(7))) {
            run = log.run();
        }
        byte[] open = Files.readAllBytes(store.recordOf(run));

        PurgeReport report = purge();

        assertThat(report.isComplete()).isFalse();
        assertThat(report.unsure().toString()).contains("has not ended");
        assertThat(store.recordOf(run)).hasBinaryContent(open);

        store.pass(Duration.ofDays(2));
        assertThat(purge().isComplete()).isTrue();
        assertThat(Files.readString(store.recordOf(run))).contains("held [purged]");
    }

    /** A later version of aml may record what this one does not know. */
    @Test
    void unknownMemberOfARecord_isNamed_andStays() throws Exception {
        LogFolder logs = new LogFolder(new LocalDisk(), store.root());
        JsonObject about = JsonObject.builder().put("novelty", SECRET).build();
        try (RunLog log = logs.begin("later", about, store.now(), new SplittableRandom(7))) {
            log.event(JsonObject.builder()
                    .put("event", "finished")
                    .put("outcome", "done")
                    .build());
        }

        PurgeReport report = purge();

        assertThat(report.isComplete()).isFalse();
        assertThat(report.unsure().toString()).contains("novelty").doesNotContain(SECRET);
        assertThat(report.proof().holders()).anyMatch(holder -> holder.contains("runs/"));
        SoundRecords.require(store);
    }

    /** A part of a former content need not have the whole text that was in it. */
    @Test
    void textThatOnlyRemovedSnapshotsHeld_isNowhere() throws Exception {
        store.put("third/patterns.json", TestItem.pattern("t").with("x", "only here: tk-77-abcdef"))
                .settled();
        store.snapshot();
        store.put("third/patterns.json", TestItem.pattern("t").with("x", "gone"))
                .settled();
        store.snapshot();
        try (Backup backup = store.backups();
                Lease _ = backup.repository().lock(Duration.ofSeconds(1))) {
            backup.repository().delete(backup.repository().snapshots().get(2));
        }
        assertThat(new Everywhere(directory).holding(Set.of("tk-77-abcdef"))).isNotEmpty();
        PurgeMemory.Request request = new PurgeMemory.Request(List.of(), Optional.of("tk-77-[a-z]+"), List.of());
        try (OpenStore opened = new TestOpener(store).forChange()) {
            PurgeReport report = new PurgeMemory(opened, _ -> Optional.empty())
                    .run(request, _ -> true)
                    .report();
            assertThat(report.isComplete()).isTrue();
            assertThat(report.plan().count(Place.Kind.SEGMENT)).isEqualTo(1);
        }
        assertThat(new Everywhere(directory).holding(Set.of("tk-77-abcdef"))).isEmpty();
        try (OpenStore opened = new TestOpener(store).forChange()) {
            assertThat(new PurgeMemory(opened, _ -> Optional.empty())
                            .preview(request)
                            .report()
                            .plan()
                            .places())
                    .as("there is nothing left to rewrite")
                    .isEmpty();
        }
    }

    @Test
    void missingCopy_isNamed() throws Exception {
        Path nowhere = directory.resolve("not-mounted/copy");

        PurgeReport report = purge(nowhere.toString());

        assertThat(wheres(report)).contains(nowhere.toString());
        assertThat(report.isComplete()).isFalse();
        assertThat(store.text(PATTERNS)).doesNotContain(SECRET);
    }

    @Test
    void leftoverThatHoldsIt_isFoundByTheSearchOfBytes() throws Exception {
        Files.writeString(store.logs().resolve("someone-elses.tmp.part"), "before " + SECRET + " after");
        Files.write(
                store.root().resolveSibling("memory-backup").resolve("runtime.tar.gz"), TestStore.gzip("x" + SECRET));

        PurgeReport report = purge();

        assertThat(report.proof().holders())
                .anyMatch(holder -> holder.endsWith("someone-elses.tmp.part"))
                .anyMatch(holder -> holder.endsWith("runtime.tar.gz"));
        assertThat(report.isComplete()).isFalse();
    }

    @Test
    void bytesWithoutASnapshot_arePurged() throws Exception {
        try (Backup backup = store.backups();
                Lease _ = backup.repository().lock(Duration.ofSeconds(1))) {
            // A rotation that was killed between the manifest and its segments.
            backup.repository().delete(backup.repository().snapshots().getLast());
        }

        PurgeReport report = purge();

        assertThat(report.proof().holders()).isEmpty();
        assertThat(new Everywhere(directory).holding(Set.of(SECRET))).isEmpty();
    }

    @Test
    void copyThatKeepsOlderSnapshots_isPurged_andCopiedToAsBefore() throws Exception {
        Path copy = Files.createDirectories(directory.resolve("disk")).resolve("copy");
        RepositoryCopy copying = new RepositoryCopy(
                LocalTarget.beside(new LocalDisk(), store.root()),
                new LocalTarget(new LocalDisk(), PrivateFolder.at(new LocalDisk(), store.root(), copy)),
                new Workers(1));
        store.put(SOLUTIONS, TestItem.solution("d")).settled();
        store.snapshot();
        copying.run(Duration.ofSeconds(5));
        try (Backup backup = store.backups();
                Lease _ = backup.repository().lock(Duration.ofSeconds(1))) {
            backup.repository().delete(backup.repository().snapshots().getLast());
        }

        PurgeReport report = purge(copy.toString());

        assertThat(report.isComplete()).isTrue();
        assertThat(new Everywhere(directory).holding(Set.of(SECRET))).isEmpty();
        assertThat(copying.run(Duration.ofSeconds(5)).findings()).isEmpty();
    }
}
