package loom.aml.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.Checksum;
import loom.aml.io.Disk;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.io.LocalDisk;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRetentionTest {
    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void store() {
        store = TestStore.in(directory);
    }

    private Report prune() throws IOException {
        return store.run(
                open -> new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE));
    }

    private Report pruneSomething(String name) throws IOException {
        store.put(
                "debugger/solutions.json",
                TestItem.solution(TestItem.uuid("stays")),
                TestItem.solution(TestItem.uuid(name)).with("effectiveness.worked", false));
        Report report = prune();
        assertThat(report.removed()).isEqualTo(1);
        return report;
    }

    private int forget(int kept) throws IOException {
        try (MemoryStore open = store.open()) {
            return new RunRetention(LogFolder.of(open.place()), kept).forget();
        }
    }

    private List<String> runs() throws IOException {
        return store.history().stream().map(RunRecord::run).toList();
    }

    @Test
    void runsWithoutChanges_areDeletedBeyondTheNewest() throws IOException {
        store.put("debugger/solutions.json", TestItem.solution(TestItem.uuid("stays")));
        for (int i = 0; i < 30; i++) {
            prune();
        }
        List<String> newest = runs().subList(0, 10);
        assertThat(forget(10)).isEqualTo(20);
        assertThat(runs()).isEqualTo(newest);
        assertThat(forget(10)).isZero();
    }

    @Test
    void afterACommand_onlyTheLatestOldRecordsAreRead() throws IOException {
        store.put("debugger/solutions.json", TestItem.solution(TestItem.uuid("stays")));
        for (int i = 0; i < 130; i++) {
            prune();
        }
        try (MemoryStore open = store.open()) {
            RunRetention retention = new RunRetention(LogFolder.of(open.place()), 10);
            assertThat(retention.forgetLatest()).isEqualTo(100);
            assertThat(retention.forgetLatest()).isEqualTo(20);
            assertThat(retention.forgetLatest()).isZero();
        }
    }

    @Test
    void runWithRemovals_isKeptAndCanBeUndone_howeverOld() throws IOException {
        Report old = pruneSomething("gone");
        for (int i = 0; i < 20; i++) {
            prune();
        }
        assertThat(forget(1)).isEqualTo(19);
        assertThat(runs()).contains(old.run());
        store.undo(old.run());
        assertThat(store.ids("debugger/solutions.json")).contains(TestItem.uuid("gone"));
    }

    @Test
    void restoredItems_areRemembered() throws IOException {
        Report old = pruneSomething("gone");
        Report undo = store.undo(old.run());
        store.put("debugger/solutions.json", TestItem.solution(TestItem.uuid("stays")));
        for (int i = 0; i < 20; i++) {
            prune();
        }
        forget(1);
        assertThat(runs()).contains(old.run(), undo.run());
        assertThat(History.undone(store.history())).containsExactly(old.run());
    }

    @Test
    void interruptedOrBrokenRecords_areKept() throws IOException {
        store.put("debugger/solutions.json", TestItem.solution(TestItem.uuid("stays")));
        String interrupted = prune().run();
        String broken = prune().run();
        String text = Files.readString(store.recordOf(interrupted));
        Files.writeString(store.recordOf(interrupted), text.substring(0, text.indexOf('\n') + 1));
        Files.writeString(store.recordOf(broken), "what is this", StandardOpenOption.APPEND);
        for (int i = 0; i < 20; i++) {
            prune();
        }
        store.pass(Duration.ofDays(1));
        assertThat(forget(1)).isEqualTo(19);
        assertThat(runs()).contains(interrupted, broken);
    }

    private static final String FILE = "debugger/solutions.json";

    /** Records a change by another program, whose former version is archived. */
    private String observe(String former, int removed) throws IOException {
        store.put(FILE, former);
        try (MemoryStore open = store.open()) {
            Path file = store.root().resolve(FILE);
            ObservedChanges.Change change = new ObservedChanges.Change(
                    FILE,
                    removed,
                    0,
                    1,
                    former.length(),
                    2,
                    Optional.of(Checksum.of(new LocalDisk(), file)),
                    false,
                    () -> Optional.of(new LocalDisk().open(file)));
            return new ObservedChanges(open.place(), new Random(1))
                    .record(ObservedChanges.Author.UNKNOWN, Optional.empty(), Optional.empty(), List.of(change));
        }
    }

    private int forgetVersions(Disk disk, Instant before) throws IOException {
        try (MemoryStore open = store.on(disk).open()) {
            return new RunRetention(LogFolder.of(open.place()), 0).forgetVersions(before);
        } finally {
            store.on(new LocalDisk());
        }
    }

    @Test
    void formerVersionsByOthers_areDeletedWhenOld_butNotWhatDeletedItems() throws IOException {
        observe("[1]", 0);
        String deletion = observe("[2]", 1);
        store.pass(Duration.ofDays(100));
        Instant limit = store.now().minus(Duration.ofDays(90));
        String recent = observe("[3]", 0);
        String pruned = pruneSomething("gone").run();

        assertThat(forgetVersions(new LocalDisk(), limit)).isEqualTo(1);

        assertThat(runs()).containsExactlyInAnyOrder(deletion, recent, pruned);
        try (Stream<Path> archives = Files.list(store.logs().resolve("archives"))) {
            assertThat(archives.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(deletion, recent, pruned);
        }
    }

    @Test
    void crashWhileFormerVersionsAreDeleted_leavesNothingThatPretendsToBeUndoable() throws IOException {
        observe("[1]", 0);
        FaultyDisk counting = new FaultyDisk();
        Instant limit = store.now().plus(Duration.ofDays(1));
        forgetVersions(counting, limit);
        for (FaultyDisk.Call call : counting.calls()) {
            String run = observe("[1]", 0);
            try {
                forgetVersions(new FaultyDisk().failingAt(call.number(), Fault.KILL), limit);
            } catch (FaultyDisk.Crash e) {
                if (runs().contains(run)) {
                    RunRecord record = store.record(run);
                    try (MemoryStore open = store.openReadOnly()) {
                        LogFolder logs = LogFolder.of(open.place());
                        assertThat(record.isForgotten() || logs.hasArchives(run))
                                .as(call.toString())
                                .isTrue();
                        assertThat(record.isForgotten())
                                .as(call.toString())
                                .isEqualTo(record.commits().isEmpty());
                    }
                }
            }
            forgetVersions(new LocalDisk(), limit);
            if (runs().contains(run)) {
                assertThat(store.record(run).brokenLines())
                        .as("a damaged record is kept, " + call)
                        .isPositive();
            } else {
                assertThat(store.logs().resolve("archives").resolve(run))
                        .as(call.toString())
                        .doesNotExist();
            }
        }
    }
}
