package loom.aml.proof.libc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import loom.aml.TestStore;
import loom.aml.proof.Effort;
import loom.aml.proof.fault.Beginning;
import loom.aml.proof.fault.Operation;
import loom.aml.proof.fault.Truth;
import loom.aml.proof.libc.BrokenLibc.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the real launcher on a libc in which one call fails. The fault is below the JVM, so Java's reaction is tested,
 * too. {@code -Daml.proof.seed} repeats the random choices of a run.
 */
class LibcFaultProof {
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("aml.proof.seed", System.nanoTime() & 0xffff);
    private final Random random = new Random(seed);

    @Test
    void operation_whoseCallToLibcFails_losesNothing_andTheNextRunEndsWell() throws Exception {
        BrokenLibc libc = new BrokenLibc(directory.resolve("libc"));
        List<Operation> operations = new ArrayList<>(List.of(Operation.values()));
        Collections.shuffle(operations, random);
        int tried = 0;
        int struck = 0;
        List<String> broken = new ArrayList<>();
        for (Operation operation : operations.subList(0, Effort.of(4, operations.size()))) {
            Path beginnings = directory.resolve("beginning");
            Path play = directory.resolve("play");
            Beginning beginning = new Beginning(operation, beginnings);
            Truth truth = new Truth(operation, beginning, play);
            beginning.copy(play);
            List<Point> points = libc.points(play, beginning.words());
            Beginning.drop(play);
            Collections.shuffle(points, random);
            for (Point point : points.subList(0, Math.min(points.size(), Effort.of(2, 60)))) {
                try {
                    struck += strike(libc, point, beginning, truth, play) ? 1 : 0;
                } catch (Throwable e) {
                    broken.add(operation + ": " + point + ": " + e);
                    Effort.say("BROKEN: " + broken.getLast() + " " + e.getCause());
                    if (!Effort.isFull()) {
                        throw new AssertionError(operation + ", " + point + ", seed " + seed, e);
                    }
                }
                tried++;
                Beginning.drop(play);
            }
            Beginning.drop(beginnings);
            Effort.say("libc fault, seed " + seed + ", " + operation + ": " + points.size() + " points there are");
        }
        Effort.say("libc fault, seed " + seed + ": " + tried + " points tried, " + struck + " struck");
        assertThat(broken).as("seed " + seed).isEmpty();
        assertThat(struck).as("seed " + seed).isGreaterThan(tried / 2);
    }

    private static boolean strike(BrokenLibc libc, Point point, Beginning beginning, Truth truth, Path play)
            throws IOException, InterruptedException {
        TestStore store = beginning.copy(play);
        long began = System.nanoTime();
        BrokenLibc.Struck struck = libc.strike(point, play, beginning.words());
        try {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);
            truth.requireHonest(store, struck.result().inShell());
            truth.requireWhole(store);
            truth.requireSettled(store);
            truth.requireNextRunSucceeds(store);
        } catch (Throwable e) {
            throw new AssertionError("struck at " + struck.call() + ": " + struck.result(), e);
        }
        return !struck.call().isEmpty();
    }
}
