package loom.aml.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.io.LocalDisk;
import loom.aml.run.Execution;
import loom.aml.run.History;
import loom.aml.run.RecordedRun;
import loom.aml.run.Report;
import loom.aml.run.RunUndo;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the daily job at any call to the file system: one undo restores the store. */
class MaintenanceCrashTest {
    private static final String SOLUTIONS = "debugger/solutions.json";
    private static final String PATTERNS = "debugger/patterns.json";

    @TempDir
    private Path directory;

    private TestStore store(String name) throws IOException {
        TestItem twice = TestItem.solution(TestItem.uuid("a"));
        return TestStore.in(directory.resolve(name))
                .with(StoreOptions.DEFAULT
                        .withThreads(1)
                        .withLockWait(Duration.ofSeconds(5))
                        .withLockStale(Duration.ofMillis(100)))
                .put(
                        SOLUTIONS,
                        twice,
                        twice,
                        TestItem.solution(TestItem.uuid("b")).with("effectiveness.worked", false))
                .put(PATTERNS, TestItem.pattern(TestItem.uuid("p")).padded(2_000))
                .age(PATTERNS, Duration.ofDays(40));
    }

    private static void maintain(TestStore store, FaultyDisk disk) throws IOException {
        MaintainPolicy all = MaintainPolicy.DEFAULT;
        MaintainPolicy withoutIndex = new MaintainPolicy(
                all.backup(),
                all.gc(),
                all.prune(),
                all.compress(),
                Optional.empty(),
                false,
                true,
                all.keptRuns(),
                Optional.empty());
        try (MemoryStore open = store.on(disk).open()) {
            new Maintenance(open, withoutIndex).run(store.execution(open), Execution.Options.DEFAULT.withBackup(false));
        }
    }

    private static int undo(TestStore store, String what) throws IOException {
        try (MemoryStore open = store.on(new LocalDisk()).open()) {
            assertThat(open.recovered()).as(what).noneMatch(finding -> finding.isProblem());
            Optional<RecordedRun> latest = new History(open).latestUndoable();
            if (latest.isEmpty()) {
                return 0;
            }
            assertThat(latest.get().operation()).as(what).isEqualTo("maintain");
            Report report = new RunUndo(open, latest.get())
                    .execute(store.execution(open), Execution.Options.DEFAULT.withBackup(false));
            assertThat(report.outcome()).as(what).isEqualTo(Report.Outcome.DONE);
            assertThat(new History(open).latestUndoable()).as(what).isEmpty();
            return 1;
        }
    }

    @Test
    void maintain_killedAtAnyCall_isUndoneAsOneRun_asFarAsItGot() throws IOException {
        TestStore undisturbed = store("undisturbed");
        SortedMap<String, String> before = undisturbed.texts();
        FaultyDisk dry = new FaultyDisk();
        maintain(undisturbed, dry);
        assertThat(undisturbed.texts()).isNotEqualTo(before);
        assertThat(undisturbed.isGzip(PATTERNS)).isTrue();
        int undone = 0;
        for (int call : CaseSample.between(1, dry.calls().size())) {
            String what = "killed at " + call + ", " + dry.calls().get(call - 1);
            TestStore store = store("crash-" + call);
            FaultyDisk disk = new FaultyDisk().failingAt(call, Fault.KILL);
            assertThatThrownBy(() -> maintain(store, disk)).as(what).isInstanceOf(FaultyDisk.Crash.class);
            Files.deleteIfExists(store.root().resolve(SOLUTIONS + ".lock"));
            Files.deleteIfExists(store.root().resolve(PATTERNS + ".lock"));

            undone += undo(store, what);

            assertThat(store.texts()).as(what).isEqualTo(before);
            assertThat(store.isGzip(PATTERNS)).as(what).isFalse();
        }
        assertThat(undone).isPositive();
    }
}
