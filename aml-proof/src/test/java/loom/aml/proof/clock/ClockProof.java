package loom.aml.proof.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.TestStore;
import loom.aml.cli.ExitCode;
import loom.aml.io.LocalDisk;
import loom.aml.proof.Difference;
import loom.aml.proof.Effort;
import loom.aml.proof.Shell;
import loom.aml.proof.Witness;
import loom.aml.proof.clock.JumpingClock.Leap;
import loom.aml.proof.fault.Beginning;
import loom.aml.proof.fault.Now;
import loom.aml.proof.fault.Operation;
import loom.aml.proof.fault.Truth;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests each writing command under a clock that is wrong or becomes wrong during the run. {@code -Daml.proof.seed}
 * repeats the random choices of a run.
 */
class ClockProof {
    /** Operations that undo does not revert. */
    private static final Set<Operation> NOT_TAKEN_BACK = EnumSet.of(
            Operation.UNDO, Operation.UNDO_OF_RESTORE, Operation.UNDO_OF_MIGRATION, Operation.PIN, Operation.UNPIN);

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("aml.proof.seed", System.nanoTime() & 0xffff);

    private record Point(Leap leap, int question) {
        @Override
        public String toString() {
            return leap + " from question " + question + " on";
        }
    }

    @ParameterizedTest
    @MethodSource("loom.aml.proof.fault.Operation#chosen")
    void operation_underAClockThatJumps_losesNothing_andTheNextRunEndsWell(Operation operation) throws IOException {
        Beginning beginning = new Beginning(operation, directory.resolve("beginning"));
        Path play = directory.resolve("play");
        Truth truth = new Truth(operation, beginning, play);
        List<Point> points = points(beginning, play);
        Collections.shuffle(points, new Random(seed + operation.ordinal()));
        List<Point> tried = points.subList(0, Effort.of(Math.min(2, points.size()), points.size()));
        List<String> broken = new ArrayList<>();
        for (Point point : tried) {
            try {
                strike(point, beginning, truth, play);
                Beginning.drop(play);
                if (!NOT_TAKEN_BACK.contains(operation)) {
                    takeBack(point, beginning, play);
                }
            } catch (Throwable e) {
                broken.add(operation + ", " + point + ": " + e);
                Effort.say("BROKEN: " + broken.getLast());
                if (!Effort.isFull()) {
                    throw new AssertionError(operation + ", " + point + ", seed " + seed, e);
                }
            } finally {
                Beginning.drop(play);
            }
        }
        Effort.say("clock, %s, seed %d: %d of %d points tried".formatted(operation, seed, tried.size(), points.size()));
        assertThat(broken).as("seed " + seed).isEmpty();
    }

    private static List<Point> points(Beginning beginning, Path play) throws IOException {
        beginning.copy(play);
        JumpingClock clock = JumpingClock.right();
        new Shell(play, new LocalDisk()).by(clock).run(beginning.words());
        Beginning.drop(play);
        List<Point> points = new ArrayList<>();
        for (Leap leap : Leap.values()) {
            points.add(new Point(leap, 1));
        }
        for (int question = 2; question <= clock.asked(); question++) {
            points.add(new Point(Leap.YEAR_AHEAD, question));
            points.add(new Point(Leap.YEAR_BACK, question));
        }
        return points;
    }

    private static Shell.Result runUnder(Point point, Beginning beginning, Path play) throws IOException {
        Shell.Result result = new Shell(play, new LocalDisk())
                .by(JumpingClock.jumping(point.leap, point.question))
                .run(beginning.words());
        assertThat(result.code()).as(result.toString()).isIn(ExitCode.DONE, ExitCode.PARTIAL);
        assertThat(result.toString()).doesNotContain("internal error");
        return result;
    }

    private static void strike(Point point, Beginning beginning, Truth truth, Path play) throws IOException {
        TestStore store = beginning.copy(play);
        Shell.Result result = runUnder(point, beginning, play);
        try {
            truth.requireWhole(store);
            truth.requireSettled(store);
            truth.requireNextRunSucceeds(store);
        } catch (AssertionError e) {
            throw new AssertionError("after " + result, e);
        }
    }

    /** The run under the wrong clock is the last one, whatever time it recorded, so {@code undo} reverts it. */
    private static void takeBack(Point point, Beginning beginning, Path play) throws IOException {
        beginning.copy(play);
        Witness witness = new Witness(play.resolve(".loom/memory"));
        SortedMap<String, String> before = masked(witness);
        Shell.Result result = runUnder(point, beginning, play);
        if (!masked(witness).equals(before)) {
            Shell shell = new Shell(play, new LocalDisk()).at(Shell.BEGAN.plusSeconds(60));
            Shell.Result undo = shell.run("undo");
            String about = result + "\n" + undo;
            assertThat(undo.code()).as(about).isIn(ExitCode.DONE, ExitCode.PARTIAL);
            assertThat(Difference.between(before, masked(witness))).as(about).isEmpty();
        }
    }

    private static SortedMap<String, String> masked(Witness witness) throws IOException {
        SortedMap<String, String> texts = witness.texts();
        texts.remove("config/schema_version.json");
        SortedMap<String, String> masked = new TreeMap<>();
        // A file that was renamed to its plain name keeps it.
        texts.forEach((path, text) -> masked.put(path.replaceFirst("\\.gz$", ""), Now.masked(text)));
        return masked;
    }
}
