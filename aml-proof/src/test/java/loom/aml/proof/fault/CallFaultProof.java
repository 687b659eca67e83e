package loom.aml.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loom.aml.TestStore;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.proof.Effort;
import loom.aml.proof.Shell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests each writing command while each of its disk calls fails in turn: an error, a full disk, a partial write. */
class CallFaultProof {
    private static final int SAMPLE = 6;
    private static final List<Fault> FAULTS = List.of(Fault.ERROR, Fault.FULL, Fault.SHORT_WRITE);

    private static int tried;

    @TempDir
    private Path directory;

    private record Point(Fault fault, FaultyDisk.Call call) {
        @Override
        public String toString() {
            return fault + " at " + call;
        }
    }

    @ParameterizedTest
    @MethodSource("loom.aml.proof.fault.Operation#chosen")
    void operation_failingAtAnyCall_losesNothing_andTheNextRunEndsWell(Operation operation) throws IOException {
        Beginning beginning = new Beginning(operation, directory.resolve("beginning"));
        Truth truth = new Truth(operation, beginning, directory.resolve("play"));
        List<Point> points = new ArrayList<>();
        for (FaultyDisk.Call call : truth.calls()) {
            FAULTS.stream().filter(fault -> fault.canStrike(call)).forEach(fault -> points.add(new Point(fault, call)));
        }
        int struck = 0;
        List<Point> chosen = Effort.sample(points, Math.max(1, points.size() / SAMPLE), operation.ordinal());
        List<String> broken = new ArrayList<>();
        for (Point point : chosen) {
            Path play = directory.resolve("play");
            try {
                struck += strike(point, beginning, truth, play) ? 1 : 0;
            } catch (Throwable e) {
                broken.add("at " + point + ": " + e);
                if (broken.size() == 1 && !Effort.isFull()) {
                    throw new AssertionError(operation + " at " + point, e);
                }
            } finally {
                Beginning.drop(play);
            }
        }
        Effort.say("call fault %s: %d calls, %d of %d points tried, %d struck"
                .formatted(operation, truth.calls().size(), chosen.size(), points.size(), struck));
        tried += chosen.size();
        assertThat(broken).isEmpty();
        // Fewer on a machine so slow that the number of repeated reads of new files differs.
        assertThat(struck).isGreaterThan(chosen.size() / 2);
    }

    private static boolean strike(Point point, Beginning beginning, Truth truth, Path play) throws IOException {
        TestStore store = beginning.copy(play);
        FaultyDisk disk = new FaultyDisk().failingAt(point.call.number(), point.fault);
        Shell.Result result = new Shell(play, disk).run(beginning.words());
        truth.requireHonest(store, result);
        truth.requireWhole(store);
        if (point.fault != Fault.ERROR) {
            truth.requireRoomGivenBack(store);
        }
        truth.requireSettled(store);
        truth.requireNextRunSucceeds(store);
        return disk.hasStruck();
    }

    @AfterAll
    static void manyPointsWereTried() {
        Effort.say("call fault: " + tried + " points tried");
        assertThat(tried).isGreaterThan(Effort.of(15, 5_000));
    }
}
