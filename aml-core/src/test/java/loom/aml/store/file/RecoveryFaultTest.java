package loom.aml.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import loom.aml.TestStore;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Call;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.store.Finding;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A crash in the middle of a change, and then another thing that goes wrong at every single call of the recovery from it. */
class RecoveryFaultTest {
    private static final long SEED = 11;

    @TempDir
    private Path directory;

    /**
     * A crash right before or after the step that others see, and a fault during the recovery.
     *
     * @param isLocked whether the lock still exists: no waiting process took it over and released it
     */
    private record Point(int crash, boolean isLocked, Fault fault, int call) {}

    @ParameterizedTest
    @EnumSource
    void recovery_brokenAtAnyCall_isDoneByTheNext(Scenario scenario) throws IOException {
        Stage dry = new Stage(scenario, directory.resolve("dry"), false);
        boolean isFull = scenario == Scenario.REWRITE;
        int step = step(dry.calls());
        List<Point> points = new ArrayList<>();
        for (int crash : List.of(step, step + 1)) {
            for (Call call : recovery(dry, crash, isFull)) {
                for (Fault fault : isFull ? EnumSet.allOf(Fault.class) : EnumSet.of(Fault.ERROR, Fault.KILL)) {
                    if (fault.canStrike(call)) {
                        boolean isLocked = isFull && fault == Fault.KILL;
                        points.add(new Point(crash, isLocked, fault, call.number()));
                    }
                }
            }
        }

        int tried = Points.tryAll(points, directory, own -> new Stage(scenario, own, false), RecoveryFaultTest::strike);

        System.out.printf("%s: recovery broken in %d of %d ways%n", scenario, tried, points.size());
        assertThat(points).hasSizeGreaterThan(50);
    }

    /** The first call that changes what others see. */
    private static int step(List<Call> calls) {
        return calls.stream()
                .filter(call -> call.path().getFileName().toString().endsWith("s.json")
                        && (call.name().equals("rename") || call.name().equals("delete")))
                .findFirst()
                .orElseThrow()
                .number();
    }

    private static TestStore crashed(Stage stage, int crash, boolean isLocked) throws IOException {
        TestStore store = stage.store();
        FaultyDisk disk = new FaultyDisk().failingAt(crash, Fault.KILL);
        assertThatThrownBy(() -> stage.play(store, disk)).isInstanceOf(FaultyDisk.Crash.class);
        if (!isLocked) {
            Files.delete(disk.calls().stream()
                    .map(Call::path)
                    .filter(path -> path.toString().endsWith(".lock"))
                    .findFirst()
                    .orElseThrow());
        }
        store.pass(Duration.ofMinutes(1));
        return store;
    }

    /** The calls of a recovery; those of a store in which there is nothing to be settled only where they are wanted too. */
    private static List<Call> recovery(Stage stage, int crash, boolean isFull) throws IOException {
        FaultyDisk disk = new FaultyDisk();
        crashed(stage, crash, false).on(disk).open().close();
        stage.drop();
        List<Call> calls = disk.calls();
        return isFull
                ? calls
                : calls.stream()
                        .dropWhile(call -> !call.path().toString().endsWith(".journal"))
                        .toList();
    }

    private static void strike(Point point, Stage stage) throws IOException {
        TestStore store = crashed(stage, point.crash, point.isLocked);
        FaultyDisk disk = new FaultyDisk()
                .failingAt(point.call, point.fault)
                .losing(stage.attic(), new Random(SEED + point.call));
        try {
            store.on(disk).open().close();
        } catch (IOException | FaultyDisk.Crash e) {
            // The recovery did not come to its end.
        }
        assertThat(Stage.reopen(store)).noneMatch(Finding::isProblem);
        if (point.fault != Fault.POWER_CUT) {
            Stage.requireNoLocks(store);
        }
        stage.requireSound(store);
    }
}
