package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repository.Manifest;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.io.LocalDisk;
import loom.aml.storage.Lease;
import loom.aml.store.Finding;
import loom.aml.store.StoreOptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Breaks every disk call of each backup operation in every way in which a disk can fail. */
class BackupFaultTest {
    private static final long SEED = 20_261_123;
    private static final StoreOptions OPTIONS =
            StoreOptions.DEFAULT.withThreads(1).withLockWait(Duration.ofSeconds(5));

    @TempDir
    private Path directory;

    private final Map<String, SortedMap<String, String>> moments = new LinkedHashMap<>();
    private SortedMap<String, String> look;
    private TestStore beginning;

    /** The operation under test. */
    enum Work {
        FIRST_BACKUP {
            @Override
            void run(TestStore store) throws IOException {
                store.snapshot();
            }
        },
        INCREMENT {
            @Override
            void run(TestStore store) throws IOException {
                store.snapshot();
            }
        },
        FULL {
            @Override
            void run(TestStore store) throws IOException {
                store.snapshot(SnapshotRequest.DEFAULT.full());
            }
        },
        RESTORE {
            @Override
            void run(TestStore store) throws IOException {
                try (Backup backup = store.backups()) {
                    String newest =
                            new Snapshots(backup.repository()).latest(Set.of()).id();
                    store.restore(newest, store.root().resolveSibling("target"));
                }
            }
        },
        ROTATE {
            @Override
            void run(TestStore store) throws IOException {
                rotate(store, new RotationPolicy(0, 0, Duration.ofDays(30), 1, 0));
            }
        };

        abstract void run(TestStore store) throws IOException;
    }

    private static Rotation.Result rotate(TestStore store, RotationPolicy policy) throws IOException {
        try (Backup backup = store.backups();
                Lease _ = backup.repository().lock(Duration.ofSeconds(5))) {
            RotationPlan plan = RotationPlan.of(new Snapshots(backup.repository()).list(), policy, store.now());
            return new Rotation(backup.repository()).execute(plan);
        }
    }

    private record Point(Work work, Fault fault, FaultyDisk.Call call) {
        @Override
        public String toString() {
            return work + ": " + fault + " at " + call + ", seed " + SEED;
        }
    }

    /** Creates a generation of three snapshots, one of two, and changes the store; a file from before is back. */
    private void begin(Work work) throws IOException {
        beginning = TestStore.in(directory.resolve("beginning")).with(OPTIONS);
        beginning
                .put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"))
                .putGzip("debugger/solutions.json", TestItem.solution("c"));
        if (work != Work.FIRST_BACKUP) {
            moment(SnapshotRequest.DEFAULT);
            beginning.put("debugger/notes.bin", new byte[] {1, 2, 3});
            moment(SnapshotRequest.DEFAULT);
            Files.delete(beginning.root().resolve("debugger/notes.bin"));
            moment(SnapshotRequest.DEFAULT);
            if (work == Work.ROTATE) {
                moment(SnapshotRequest.DEFAULT.full());
                beginning.put("debugger/patterns.json", TestItem.pattern("b"));
                moment(SnapshotRequest.DEFAULT);
            }
            beginning.put("debugger/notes.bin", new byte[] {1, 2, 3});
        }
        look = FolderContents.at(beginning.root());
    }

    private void moment(SnapshotRequest request) throws IOException {
        Manifest manifest = beginning.snapshot(request).manifest();
        moments.put(manifest.id(), FolderContents.at(beginning.root()));
    }

    private TestStore play(Path play) throws IOException {
        Path from = directory.resolve("beginning");
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                Path target = play.resolve(from.relativize(path));
                Files.createDirectories(target);
                Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(path));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                Path target = play.resolve(from.relativize(path));
                Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
                Files.setLastModifiedTime(
                        target, FileTime.from(attributes.lastModifiedTime().toInstant()));
                return FileVisitResult.CONTINUE;
            }
        });
        TestStore store = TestStore.in(play).with(OPTIONS);
        store.pass(Duration.ofMinutes(1));
        return store;
    }

    private static void drop(Path top) throws IOException {
        if (Files.exists(top)) {
            try (Stream<Path> paths = Files.walk(top)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void work_brokenAtAnyCall_keepsEarlierSnapshotsWhole_andLeavesNothingBehind(Work work) throws IOException {
        begin(work);
        FaultyDisk dry = new FaultyDisk();
        TestStore undisturbed = play(directory.resolve("dry"));
        work.run(undisturbed.on(dry));
        List<Point> points = new ArrayList<>();
        for (FaultyDisk.Call call : dry.calls()) {
            for (Fault fault : Fault.values()) {
                if (fault.canStrike(call)) {
                    points.add(new Point(work, fault, call));
                }
            }
        }
        List<Point> chosen = CaseSample.of(points);
        int struck = 0;
        for (Point point : chosen) {
            Path play = directory.resolve("play");
            try {
                struck += strike(point, play) ? 1 : 0;
            } catch (Throwable e) {
                throw new AssertionError("at " + point + ", -Daml.seed=" + CaseSample.SEED, e);
            } finally {
                drop(play);
            }
        }
        System.out.printf(
                "backup %s: %d calls, broken in %d ways, %d of which struck%n",
                work, dry.calls().size(), chosen.size(), struck);
        assertThat(struck).isGreaterThan(chosen.size() * 9 / 10);
        assertThat(points).hasSizeGreaterThan(100);
    }

    private boolean strike(Point point, Path play) throws IOException {
        TestStore store = play(play);
        Path attic = Files.createDirectories(play.resolve("attic"));
        int call = point.call.number();
        FaultyDisk disk = new FaultyDisk().failingAt(call, point.fault).losing(attic, new Random(SEED + call));
        try {
            point.work.run(store.on(disk));
        } catch (IOException | FaultyDisk.Crash e) {
            // The operation did not complete.
        }
        store.on(new LocalDisk()).pass(Duration.ofMinutes(1));
        requireEarlierOnes(point.work, store, play);
        requireNextSucceeds(store);
        requireNothingLeftOver(store);
        return disk.hasStruck();
    }

    /** Verifies that each listed snapshot can be restored, and that only rotation removed any. */
    private void requireEarlierOnes(Work work, TestStore store, Path play) throws IOException {
        try (Backup backup = store.backups()) {
            Snapshots snapshots = new Snapshots(backup.repository());
            List<Manifest> listed = snapshots.list();
            assertThat(snapshots.findings()).isEmpty();
            List<String> ids = listed.stream().map(Manifest::id).toList();
            if (work == Work.ROTATE) {
                assertThat(ids).contains(List.copyOf(moments.keySet()).getLast());
            } else {
                assertThat(ids).containsAll(moments.keySet());
            }
            Verifier verifier = new Verifier(backup.repository(), 1);
            assertThat(verifier.verifyAll().findings()).isEmpty();
            for (Manifest manifest : listed) {
                SortedMap<String, String> then = moments.get(manifest.id());
                SortedMap<String, String> now = FolderContents.at(store.restored(manifest.id()));
                if (then != null) {
                    assertThat(now).isEqualTo(then);
                } else if (manifest.leftOut().isEmpty()) {
                    assertThat(now).isEqualTo(look);
                } else {
                    // A folder whose mode could not be read is created again for its contents.
                    now.values().removeIf(entry -> entry.endsWith("folder"));
                    assertThat(look).containsAllEntriesOf(now);
                }
            }
        }
    }

    private void requireNextSucceeds(TestStore store) throws IOException {
        Snapshot next = store.snapshot();
        assertThat(next.findings()).noneMatch(Finding::isProblem);
        SortedMap<String, String> restored =
                FolderContents.at(store.restored(next.manifest().id()));
        assertThat(restored).isEqualTo(look);
    }

    /** Verifies that only needed files remain after the next rotation. */
    private static void requireNothingLeftOver(TestStore store) throws IOException {
        rotate(store, RotationPolicy.DEFAULT.withMaxCount(1000));
        Set<String> needed = new HashSet<>();
        Vault vault = new Vault(store);
        try (Backup backup = store.backups()) {
            for (Manifest manifest : new Snapshots(backup.repository()).list()) {
                needed.add(vault.manifest(manifest).toString());
                manifest.segments()
                        .forEach(segment ->
                                needed.add(vault.segment(manifest, segment).toString()));
            }
        }
        Set<String> standing = new TreeSet<>();
        vault.segments().forEach(path -> standing.add(path.toString()));
        vault.manifests().forEach(path -> standing.add(path.toString()));
        assertThat(standing).isEqualTo(new TreeSet<>(needed));
        try (Stream<Path> paths = Files.list(store.logs())) {
            // .gitignore, the lease, repository.json and the generations
            assertThat(paths.toList()).hasSize(4);
        }
        try (Stream<Path> paths = Files.walk(store.logs().resolve("generations"))) {
            assertThat(paths.filter(Files::isRegularFile)).hasSize(standing.size());
        }
    }
}
