package loom.aml.store.file;

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
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import loom.aml.StoreItems;
import loom.aml.TestStore;
import loom.aml.io.FaultyDisk;
import loom.aml.io.PatientTicker;
import loom.aml.store.ChangeSet;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreOptions;

/** A scenario that is played again and again, each time from the same beginning, and what must hold however it ends. */
final class Stage {
    private final StoreOptions options = StoreOptions.DEFAULT
            .withThreads(1)
            .withTransformations(Shouting.LOUD)
            .withTicker(new PatientTicker());

    private final Scenario scenario;
    private final Path beginning;
    private final Path play;
    private final boolean isAged;
    private final SortedMap<String, String> before;
    private final SortedMap<String, String> after;
    private final Set<String> leaving;

    /**
     * @param isAged whether the files were written long ago; if not, their times cannot be relied on
     */
    Stage(Scenario scenario, Path directory, boolean isAged) throws IOException {
        this.scenario = scenario;
        this.isAged = isAged;
        this.beginning = directory.resolve("beginning");
        this.play = directory.resolve("play");
        TestStore store = TestStore.in(beginning).with(options);
        scenario.fill(store);
        Files.deleteIfExists(store.root().resolve(MaintenanceLock.NAME));
        this.before = store.texts();
        this.leaving = StoreItems.of(store);
        TestStore changed = store();
        play(changed, new FaultyDisk());
        this.after = changed.texts();
        leaving.removeAll(StoreItems.of(changed));
        drop();
        assertThat(after).as("the scenario changes something").isNotEqualTo(before);
    }

    SortedMap<String, String> before() {
        return before;
    }

    SortedMap<String, String> after() {
        return after;
    }

    /** The folder in which a disk keeps what may be lost. */
    Path attic() throws IOException {
        return Files.createDirectories(play.resolve("attic"));
    }

    /** Returns the store in its initial state. Only one exists at a time. */
    TestStore store() throws IOException {
        // A slow machine needs longer than a tick of the file system's clock, so a time in the future makes files look
        // just written.
        Duration age = isAged ? Duration.ofHours(1) : Duration.ofHours(-1);
        FileTime time = FileTime.from(Instant.now().minus(age));
        Files.walkFileTree(beginning, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(play.resolve(beginning.relativize(path)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                Path target = play.resolve(beginning.relativize(path));
                Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
                Files.setLastModifiedTime(target, time);
                return FileVisitResult.CONTINUE;
            }
        });
        TestStore store = TestStore.in(play).with(options);
        store.pass(Duration.ofMinutes(1));
        return store;
    }

    /** Clears the stage. */
    void drop() throws IOException {
        try (Stream<Path> paths = Files.walk(play)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Plays it, planned by somebody on a sound disk before. */
    List<FileOutcome> play(TestStore store, FaultyDisk disk) throws IOException {
        ChangeSet changes;
        try (MemoryStore open = store.on(new FaultyDisk()).openReadOnly()) {
            changes = scenario.changes(open);
        }
        return Scenario.apply(store, disk, "test", _ -> changes);
    }

    /** A disk on which files that are to look old have a time of change that can be relied on. */
    FaultyDisk aged(FaultyDisk disk) {
        return isAged ? disk.later(Duration.ofMinutes(1)) : disk;
    }

    /** Returns the disk calls of a play without faults. */
    List<FaultyDisk.Call> calls() throws IOException {
        FaultyDisk disk = aged(new FaultyDisk());
        play(store(), disk);
        drop();
        return disk.calls();
    }

    /** Reopens and closes the store on a disk without faults. Returns the findings of the recovery. */
    static List<Finding> reopen(TestStore store) throws IOException {
        store.pass(Duration.ofMinutes(1));
        try (MemoryStore open = store.on(new FaultyDisk()).open()) {
            return open.recovered();
        }
    }

    /** Requires that the reopened store is complete, and that the next run finishes the change. */
    void requireSound(TestStore store) throws IOException {
        SortedMap<String, String> now = store.texts();
        requireOldOrNew(now);
        if (!now.equals(before)) {
            requireArchived(store);
        }
        Scenario.apply(store, new FaultyDisk(), "again", scenario::changes);
        assertThat(store.texts()).as("after the next run").isEqualTo(after);
    }

    /** Requires that each file has its old or its new content, and that no other files exist. */
    private void requireOldOrNew(SortedMap<String, String> now) {
        Set<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        assertThat(paths).containsAll(now.keySet());
        for (String path : paths) {
            assertThat(now.get(path)).as(path).isIn(before.get(path), after.get(path));
        }
        if (scenario.isWhole()) {
            assertThat(now).as("all together or none").isIn(before, after);
        }
    }

    /** No lock is left behind. */
    static void requireNoLocks(TestStore store) throws IOException {
        try (Stream<Path> paths = Files.walk(store.root())) {
            assertThat(paths.filter(path -> path.toString().endsWith(".lock"))).isEmpty();
        }
    }

    /** Each item that is not in the store any more is in an archive that a record names as one of a change that was made. */
    private void requireArchived(TestStore store) throws IOException {
        if (scenario.isOfTransformation()) {
            return;
        }
        Set<String> gone = new HashSet<>(leaving);
        gone.removeAll(StoreItems.of(store));
        assertThat(StoreItems.archived(store)).containsAll(gone);
    }
}
