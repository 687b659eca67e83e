package loom.aml.app.purge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestOpener;
import loom.aml.TestStore;
import loom.aml.app.OpenStore;
import loom.aml.app.item.RemoveItem;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.Verifier;
import loom.aml.backup.copy.RepositoryCopy;
import loom.aml.backup.repository.Manifest;
import loom.aml.io.Disk;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.io.LocalDisk;
import loom.aml.io.PatientTicker;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.purge.PurgeReport;
import loom.aml.run.History;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.PrivateFolder;
import loom.aml.store.StoreOptions;
import loom.aml.store.Workers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever interrupts a purge, nothing else is lost, and the next one finishes it. */
class PurgeFaultTest {
    private static final String PATTERNS = "debugger/patterns.json";
    private static final String SOLUTIONS = "reviewer/solutions.json";
    private static final String SECRET = "sk-live-4eC39HqLyjWDarjtT1zdp7dc";
    private static final Set<String> SECRETS = Set.of(SECRET);

    @TempDir
    private Path directory;

    private Path original;
    private Map<String, Map<String, String>> expected;

    /** A store with a secret in a file, an archive, a record, two snapshots and a copy. */
    @BeforeEach
    void live() throws Exception {
        original = directory.resolve("original");
        TestStore store = TestStore.in(original.resolve("work"))
                .put(
                        PATTERNS,
                        TestItem.pattern("kept"),
                        TestItem.pattern("purged").with("pattern.approach.rationale", "the key is " + SECRET))
                .putGzip(SOLUTIONS, TestItem.solution("removed").with("solution.fixApproach", "use " + SECRET))
                .settled();
        store.snapshot();
        try (OpenStore opened = new TestOpener(store).forChange()) {
            new RemoveItem(opened)
                    .run(new RemoveItem.Request(
                            new ItemKey("reviewer", ItemKind.SOLUTION, "removed"),
                            "it held " + SECRET,
                            Optional.empty()));
        }
        store.settled();
        store.snapshot();
        new RepositoryCopy(
                        LocalTarget.beside(new LocalDisk(), store.root()),
                        target(new LocalDisk(), store, original),
                        new Workers(1))
                .run(Duration.ofSeconds(5));
        expected = snapshotsOf(store);
    }

    private static LocalTarget target(Disk disk, TestStore store, Path folder) {
        return new LocalTarget(disk, PrivateFolder.at(disk, store.root(), folder.resolve("copy")));
    }

    /** Returns the texts of the files of each snapshot. */
    private Map<String, Map<String, String>> snapshotsOf(TestStore store) throws IOException {
        Map<String, Map<String, String>> all = new TreeMap<>();
        try (Backup backup = store.backups()) {
            for (Manifest manifest : new Snapshots(backup.repository()).list()) {
                Map<String, String> texts = new TreeMap<>();
                Path restored = store.restored(manifest.id());
                for (String path : List.of(PATTERNS, SOLUTIONS)) {
                    texts.put(
                            path,
                            TestStore.textOf(Files.readAllBytes(restored.resolve(path)))
                                    .replace(SECRET, "[purged]"));
                }
                all.put(manifest.id(), texts);
                FolderOf.delete(restored);
            }
        }
        return all;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            paths.forEach(path -> {
                try {
                    Path target = to.resolve(from.relativize(path).toString());
                    Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static PurgeReport purge(TestStore store, Path folder) throws Exception {
        try (OpenStore opened = new TestOpener(store).forChange()) {
            return new PurgeMemory(opened, _ -> Optional.empty())
                    .run(
                            new PurgeMemory.Request(
                                    List.of(),
                                    Optional.of("sk-live-[0-9A-Za-z]+"),
                                    List.of(folder.resolve("copy").toString())),
                            _ -> true)
                    .report();
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void faultAtAnyCall_losesNothingElse_andTheNextPurgeFinishes(Fault fault) throws Exception {
        List<FaultyDisk.Call> calls = callsOfAPurge();
        List<FaultyDisk.Call> struck = new ArrayList<>();
        for (FaultyDisk.Call call : calls) {
            if (fault.canStrike(call)) {
                struck.add(call);
            }
        }
        for (FaultyDisk.Call call : CaseSample.oneOf(100, struck)) {
            Path folder = directory.resolve("case-" + call.number());
            copy(original, folder);
            TestStore store = TestStore.in(folder.resolve("work"));
            FaultyDisk disk = disk(folder).failingAt(call.number(), fault);
            try {
                purge(store.on(disk), folder);
            } catch (IOException | FaultyDisk.Crash e) {
                // The next purge finishes.
            }
            store.on(new LocalDisk());
            requireNothingLost(store, folder, call);

            // Long enough for the lock of a killed process to be free.
            store.with(StoreOptions.DEFAULT.withTicker(new PatientTicker()));
            PurgeReport report = purge(store, folder);

            assertThat(report.proof().unsure()).as("%s", call).isEmpty();
            assertThat(new Everywhere(folder).holding(SECRETS)).as("%s", call).isEmpty();
            requireNothingLost(store, folder, call);
            assertThat(snapshotsOf(store)).as("%s", call).isEqualTo(expected);
            requireSound(store, folder, call);
            FolderOf.delete(folder);
            FolderOf.delete(directory.resolve("attic-" + folder.getFileName()));
        }
    }

    private FaultyDisk disk(Path folder) throws IOException {
        return new FaultyDisk()
                .losing(
                        Files.createDirectories(directory.resolve("attic-" + folder.getFileName())),
                        new SplittableRandom(CaseSample.SEED));
    }

    private List<FaultyDisk.Call> callsOfAPurge() throws Exception {
        Path folder = directory.resolve("counted");
        copy(original, folder);
        FaultyDisk disk = disk(folder);
        purge(TestStore.in(folder.resolve("work")).on(disk), folder);
        FolderOf.delete(folder);
        return disk.calls();
    }

    private static void requireNothingLost(TestStore store, Path folder, FaultyDisk.Call call) throws IOException {
        assertThat(store.ids(PATTERNS)).as("%s", call).containsExactly("kept", "purged");
        assertThat(store.text(PATTERNS)).as("%s", call).containsAnyOf("the key is " + SECRET, "the key is [purged]");
        try (Backup beside = store.backups();
                Backup copy =
                        Backup.at(beside.store(), target(new LocalDisk(), store, folder), new SplittableRandom(1))) {
            for (Backup backup : List.of(beside, copy)) {
                assertThat(new Snapshots(backup.repository()).list())
                        .as("%s", call)
                        .hasSize(2);
                assertThat(new Verifier(backup.repository(), 1).verifyAll().findings())
                        .as("%s", call)
                        .isEmpty();
            }
        }
    }

    private static void requireSound(TestStore store, Path folder, FaultyDisk.Call call) throws IOException {
        SoundRecords.require(store);
        String removal = store.history().stream()
                .filter(run -> run.operation().equals("rm"))
                .findFirst()
                .orElseThrow()
                .run();
        store.undo(removal);
        assertThat(store.ids(SOLUTIONS)).as("%s", call).containsExactly("removed");
        assertThat(store.text(SOLUTIONS)).as("%s", call).contains("use [purged]");
        try (OpenStore opened = new TestOpener(store).forReading()) {
            assertThat(new History(opened.store()).unreadable()).isEmpty();
        }
        assertThat(folder.resolve("copy")).isDirectory();
    }
}
