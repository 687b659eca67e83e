package loom.aml.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import loom.aml.TestStore;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of change, broken at every single call that it makes, in every way in which a disk can break. */
class ApplyFaultTest {
    private static final long SEED = 20_261_123;

    @TempDir
    private Path directory;

    private record Point(Fault fault, FaultyDisk.Call call) {
        @Override
        public String toString() {
            return fault + " at " + call + ", seed " + SEED;
        }
    }

    @ParameterizedTest
    @EnumSource
    void apply_brokenAtAnyCall_leavesEachFileOldOrNewAndLosesNothing(Scenario scenario) throws IOException {
        boolean isAged = scenario.ordinal() % 2 == 0;
        List<FaultyDisk.Call> calls = new Stage(scenario, directory.resolve("dry"), isAged).calls();
        // Opening the store and beginning the record is the same for all.
        int first = scenario == Scenario.REWRITE ? 0 : beginning(calls);
        List<Point> points = new ArrayList<>();
        for (FaultyDisk.Call call : calls.subList(first, calls.size())) {
            for (Fault fault : faults(scenario)) {
                if (fault.canStrike(call)) {
                    points.add(new Point(fault, call));
                }
            }
        }

        int tried = Points.tryAll(points, directory, own -> new Stage(scenario, own, isAged), ApplyFaultTest::strike);

        System.out.printf("%s: %d calls, broken in %d of %d ways%n", scenario, calls.size(), tried, points.size());
        assertThat(points).hasSizeGreaterThan(100);
    }

    /** Each change of several is one that is tried in all ways elsewhere. */
    private static Set<Fault> faults(Scenario scenario) {
        return scenario == Scenario.SEVERAL || scenario == Scenario.WHOLE_OF_MANY_KINDS
                ? EnumSet.of(Fault.FULL, Fault.KILL)
                : EnumSet.allOf(Fault.class);
    }

    /** The calls up to the first line of the run's record. */
    private static int beginning(List<FaultyDisk.Call> calls) {
        int i = 0;
        while (!calls.get(i).name().equals("sync")
                || !calls.get(i).path().toString().endsWith(".jsonl")) {
            i++;
        }
        return i + 1;
    }

    private static void strike(Point point, Stage stage) throws IOException {
        TestStore store = stage.store();
        int call = point.call.number();
        FaultyDisk disk = stage.aged(
                new FaultyDisk().failingAt(call, point.fault).losing(stage.attic(), new Random(SEED + call)));
        try {
            requireTruth(stage, store, stage.play(store, disk));
        } catch (IOException | FaultyDisk.Crash e) {
            // The run did not come to its end.
        }
        assertThat(disk.hasStruck()).isTrue();
        if (point.fault == Fault.FULL || point.fault == Fault.SHORT_WRITE) {
            requireRoomGivenBack(store);
        }
        assertThat(Stage.reopen(store)).noneMatch(Finding::isProblem);
        if (point.fault != Fault.POWER_CUT) {
            // The removal of a lock need not be durable: the next waiting process takes a stale lock over.
            Stage.requireNoLocks(store);
        }
        stage.requireSound(store);
    }

    /** A run that finds the disk full removes its staged files, unless the change is already decided. */
    private static void requireRoomGivenBack(TestStore store) throws IOException {
        Set<String> paths = store.texts().keySet();
        if (paths.stream().noneMatch(path -> path.endsWith(OwnFiles.DECIDED))) {
            assertThat(paths).noneMatch(path -> path.endsWith(OwnFiles.STAGED) || path.endsWith(OwnFiles.PART));
        }
    }

    /** Each reported outcome matches its file immediately, before any recovery. */
    private static void requireTruth(Stage stage, TestStore store, List<FileOutcome> outcomes) throws IOException {
        for (FileOutcome outcome : outcomes) {
            String path = outcome.path();
            assertThat(store.texts().get(path))
                    .as(outcome.toString())
                    .isEqualTo((outcome.isCommitted() ? stage.after() : stage.before()).get(path));
            assertThat(outcome.isCommitted() || outcome.findings().stream().anyMatch(Finding::isProblem))
                    .as(outcome.toString())
                    .isTrue();
        }
    }
}
