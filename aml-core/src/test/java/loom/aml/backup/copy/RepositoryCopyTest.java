package loom.aml.backup.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.Verification;
import loom.aml.backup.Verifier;
import loom.aml.backup.repack.ContentChange;
import loom.aml.backup.repack.SnapshotRewrite;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.restore.FolderRestore;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.io.Disk;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.io.LocalDisk;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.Lease;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.PrivateFolder;
import loom.aml.store.Finding;
import loom.aml.store.Selection;
import loom.aml.store.Workers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A copy has everything that the repository has, whatever interrupts it, and loses nothing. */
class RepositoryCopyTest {
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final String PATTERNS = "debugger/patterns.json";

    @TempDir
    private Path directory;

    private TestStore store;
    private Path place;

    @BeforeEach
    void backUpTwice() throws IOException {
        store = lived(directory.resolve("work"));
        place = Files.createDirectories(directory.resolve("disk")).resolve("copy");
    }

    /** A store with two snapshots, a run and its archive. */
    private static TestStore lived(Path folder) throws IOException {
        TestStore made = TestStore.in(folder)
                .put(PATTERNS, TestItem.pattern("a"), TestItem.pattern("b"))
                .put(
                        "reviewer/solutions.json",
                        TestItem.solution("c").with("effectiveness.worked", false),
                        TestItem.solution("d"))
                .settled();
        made.snapshot();
        made.run(open -> new Pruner(PrunePolicy.DEFAULT, made.now()).plan(open, Selection.ALL, ReappearedItems.NONE));
        made.put(PATTERNS, TestItem.pattern("a"), TestItem.pattern("b"), TestItem.pattern("e"))
                .settled();
        made.snapshot();
        return made;
    }

    private LocalTarget from(TestStore of) {
        return LocalTarget.beside(new LocalDisk(), of.root());
    }

    private LocalTarget to(Disk disk, Path folder) {
        return new LocalTarget(disk, PrivateFolder.at(disk, store.root(), folder));
    }

    private RepositoryCopy copy() {
        return new RepositoryCopy(from(store), to(new LocalDisk(), place), new Workers(1));
    }

    /** Returns the objects in a folder with their content, without those that aml hides. */
    private static SortedMap<String, String> objects(Path folder) throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = folder.relativize(file).toString();
                    if (!name.startsWith(".") && !name.endsWith(".part")) {
                        found.put(name, HexFormat.of().formatHex(Files.readAllBytes(file)));
                    }
                }
            }
        }
        return found;
    }

    private Verification verified() throws IOException {
        try (Backup backup = opened()) {
            return new Verifier(backup.repository(), 1).verifyAll();
        }
    }

    private Backup opened() throws IOException {
        try (Backup beside = store.backups()) {
            return Backup.at(beside.store(), to(new LocalDisk(), place), new SplittableRandom(1));
        }
    }

    @Test
    void copy_hasAllObjects_andTheNextOneHasNothingToDo() throws IOException {
        CopyPlan plan = copy().plan();
        assertThat(Files.exists(place)).as("a plan writes nothing").isFalse();

        CopyReport report = copy().run(WAIT);

        assertThat(report.isComplete()).isTrue();
        assertThat(report.objects()).isEqualTo(plan.objects());
        assertThat(report.snapshots()).isEqualTo(2);
        assertThat(objects(place)).isEqualTo(objects(store.logs()));
        assertThat(verified().isSound()).isTrue();
        assertThat(copy().plan().isEmpty()).isTrue();
        assertThat(copy().run(WAIT).objects()).isEmpty();
    }

    @Test
    void copy_isRestored_whenStoreAndBackupsAreGone() throws IOException {
        SortedMap<String, byte[]> before = new TreeMap<>();
        for (String file : List.of(PATTERNS, "reviewer/solutions.json")) {
            before.put(file, store.bytes(file));
        }
        copy().run(WAIT);
        Path lost = directory.resolve("lost");
        Files.move(store.root().getParent(), lost);

        Path restored = directory.resolve("restored");
        try (Backup backup = opened()) {
            Manifest newest = new Snapshots(backup.repository()).list().getLast();
            FolderRestore.Result result = new FolderRestore(new LocalDisk(), backup.repository(), 1)
                    .restore(newest, RestoreSelection.EVERYTHING, restored);
            assertThat(result.findings()).isEmpty();
        }

        for (String file : before.keySet()) {
            assertThat(restored.resolve(file)).hasBinaryContent(before.get(file));
        }
    }

    @Test
    void increment_isCopied_withTheRecordThatGrew() throws IOException {
        copy().run(WAIT);
        store.put(PATTERNS, TestItem.pattern("f")).settled();
        store.snapshot();
        Path record = records().getLast();
        Files.writeString(record, Files.readString(record) + "{\"event\":\"more\"}\n");

        CopyReport report = copy().run(WAIT);

        assertThat(report.snapshots()).isEqualTo(1);
        assertThat(objects(place)).isEqualTo(objects(store.logs()));
    }

    private List<Path> records() throws IOException {
        try (Stream<Path> files = Files.list(store.logs().resolve("runs"))) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void recordThatDiffers_isNotReplaced() throws IOException {
        copy().run(WAIT);
        Path record = records().getLast();
        String name = "runs/" + record.getFileName();
        String known = Files.readString(record);
        Files.writeString(record, known.replace("started", "STARTED") + "{\"event\":\"more\"}\n");

        CopyReport report = copy().run(WAIT);

        assertThat(report.findings()).extracting(Finding::where).containsExactly(name);
        assertThat(Files.readString(place.resolve(name))).isEqualTo(known);
    }

    @Test
    void snapshotWhoseSegmentIsDamaged_isNotCopied_andOthersAre() throws IOException {
        Path damaged = segmentOfTheSecond();
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);

        CopyReport report = copy().run(WAIT);

        assertThat(report.isComplete()).isFalse();
        assertThat(report.snapshots()).isEqualTo(1);
        assertThat(verified().isSound()).isTrue();
    }

    private Path segmentOfTheSecond() throws IOException {
        try (Backup backup = store.backups()) {
            List<Manifest> manifests = new Snapshots(backup.repository()).list();
            String only = manifests.getLast().segments().stream()
                    .filter(segment -> !manifests.getFirst().segments().contains(segment))
                    .findFirst()
                    .orElseThrow();
            return store.logs()
                    .resolve("generations")
                    .resolve(manifests.getLast().name().generation())
                    .resolve("segments")
                    .resolve(only + ".zst");
        }
    }

    @Test
    void objectThatIsDamagedInTheCopy_isReported_andNotReplaced() throws IOException {
        copy().run(WAIT);
        Path inCopy = place.resolve(store.logs().relativize(segmentOfTheSecond()));
        Files.write(inCopy, new byte[] {1, 2, 3});

        CopyReport report = copy().run(WAIT);

        assertThat(report.isComplete()).isFalse();
        assertThat(Files.readAllBytes(inCopy)).containsExactly(1, 2, 3);
    }

    @Test
    void snapshotsThatRotationRemoved_stayInTheCopy() throws IOException {
        copy().run(WAIT);
        int copied = objects(place).size();
        try (Backup backup = store.backups();
                var _ = backup.repository().lock(WAIT)) {
            for (Manifest manifest : new Snapshots(backup.repository()).list()) {
                backup.repository().delete(manifest.name());
            }
        }

        assertThat(copy().run(WAIT).isComplete()).isTrue();
        assertThat(objects(place)).hasSize(copied);
    }

    @Test
    void folderWithOtherFiles_isRefused() throws IOException {
        Files.createDirectories(place);
        Files.writeString(place.resolve("notes.txt"), "mine");

        assertThatThrownBy(() -> copy().run(WAIT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("notes.txt")
                .hasMessageContaining("choose an empty folder");
        assertThat(objects(place)).containsOnlyKeys("notes.txt");
    }

    @Test
    void copyOfAnotherStore_isRefused() throws IOException {
        copy().run(WAIT);
        SortedMap<String, String> before = objects(place);
        TestStore other = lived(directory.resolve("other"));

        assertThatThrownBy(() -> new RepositoryCopy(from(other), to(new LocalDisk(), place), new Workers(1)).run(WAIT))
                .hasMessageContaining("another store");
        assertThat(objects(place)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"KILL", "POWER_CUT", "FULL"})
    void copy_brokenAtAnyCall_isSoundAndFinishedByTheNextOne(Fault fault) throws IOException {
        FaultyDisk counting = new FaultyDisk();
        new RepositoryCopy(from(store), to(counting, place), new Workers(1)).run(WAIT);
        Path whole = place;
        List<FaultyDisk.Call> calls =
                counting.calls().stream().filter(fault::canStrike).toList();
        assertThat(calls).isNotEmpty();

        for (FaultyDisk.Call call : CaseSample.of(calls)) {
            place = Files.createDirectories(directory.resolve(fault + "-" + call.number()))
                    .resolve("copy");
            breakAt(call, fault);
            assertThat(objects(place)).as("%s at %s", fault, call).isEqualTo(objects(whole));
        }
    }

    private void breakAt(FaultyDisk.Call call, Fault fault) throws IOException {
        Path attic = Files.createDirectories(directory.resolve("attic-" + fault + call.number()));
        FaultyDisk disk =
                new FaultyDisk().failingAt(call.number(), fault).losing(attic, new SplittableRandom(call.number()));
        try {
            new RepositoryCopy(from(store), to(disk, place), new Workers(1)).run(WAIT);
        } catch (IOException | FaultyDisk.Crash e) {
            // The next copy continues.
        }
        assertThat(verified().findings()).as("%s at %s", fault, call).isEmpty();

        CopyReport next = new RepositoryCopy(from(store), to(new FaultyDisk(), place), new Workers(1)).run(WAIT);
        assertThat(next.isComplete())
                .as("%s at %s: %s", fault, call, next.findings())
                .isTrue();
    }

    /** The plan knows the segments from before. */
    @Test
    void snapshotThatIsRepackedWhileItIsCopied_isNotPublishedWithoutItsSegments() throws IOException {
        AtomicBoolean isRepacked = new AtomicBoolean();
        BackupTarget from = from(store);
        BackupTarget repackedAfterItsListing = (BackupTarget) Proxy.newProxyInstance(
                BackupTarget.class.getClassLoader(), new Class<?>[] {BackupTarget.class}, (_, method, arguments) -> {
                    try {
                        Object result = method.invoke(from, arguments);
                        if (method.getName().equals("list")
                                && String.valueOf(arguments[0]).equals("runs/")
                                && isRepacked.compareAndSet(false, true)) {
                            repack();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });

        CopyReport report =
                new RepositoryCopy(repackedAfterItsListing, to(new LocalDisk(), place), new Workers(1)).run(WAIT);

        assertThat(report.isComplete()).isFalse();
        assertThat(verifiedCopy().isSound()).isTrue();
        assertThat(copy().run(WAIT).isComplete()).isTrue();
        assertThat(verifiedCopy().isSound()).isTrue();
        assertThat(copy().plan().isEmpty()).isTrue();
    }

    private Verification verifiedCopy() throws IOException {
        try (Repository repository = new Repository(to(new LocalDisk(), place))) {
            return new Verifier(repository, 1).verifyAll();
        }
    }

    private void repack() throws IOException {
        try (Repository repository = new Repository(from(store));
                Lease _ = repository.lock(WAIT)) {
            for (String generation : repository.generations()) {
                new SnapshotRewrite(repository, new Workers(1), ContentChange.NONE).rewrite(generation);
            }
        }
    }

    @Test
    void segmentThatTheCopyLost_isCopiedAgain_alsoIfTheOriginalWasRepacked() throws IOException {
        copy().run(WAIT);
        repack();
        assertThat(copy().run(WAIT).isComplete()).isTrue();
        Path first = directory.resolve("second-place");
        place = first;
        copy().run(WAIT);
        Path segment;
        try (Stream<Path> files = Files.walk(place)) {
            segment = files.filter(file -> file.toString().contains("/segments/"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.delete(segment);

        assertThat(copy().run(WAIT).isComplete()).isTrue();

        assertThat(verifiedCopy().isSound()).isTrue();
    }
}
