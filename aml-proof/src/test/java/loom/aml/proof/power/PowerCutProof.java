package loom.aml.proof.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import loom.aml.TestStore;
import loom.aml.proof.Effort;
import loom.aml.proof.Shell;
import loom.aml.proof.fault.Beginning;
import loom.aml.proof.fault.Operation;
import loom.aml.proof.fault.Truth;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each writing command with a power cut before each of its changes and after the last. */
class PowerCutProof {
    private static final long SEED = 20_261_126;
    private static final int SAMPLE = 6;
    private static final String THE_END = "the end";

    private static int tried;

    @TempDir
    private Path directory;

    private record Point(PowerCutDisk.Unsynced unsynced, int change, String name) {
        boolean isAllLostAtTheEnd() {
            return unsynced == PowerCutDisk.Unsynced.LOST && name.equals(THE_END);
        }

        @Override
        public String toString() {
            return "power cut before change " + change + ", " + name + ", unsynced " + unsynced + ", seed " + SEED;
        }
    }

    @ParameterizedTest
    @MethodSource("loom.aml.proof.fault.Operation#chosen")
    void operation_whosePowerIsCutAtAnyChange_losesNothing_andTheNextRunEndsWell(Operation operation)
            throws IOException {
        Beginning beginning = new Beginning(operation, directory.resolve("beginning"));
        Truth truth = new Truth(operation, beginning, directory.resolve("play"));
        List<Point> points = points(beginning, truth);
        Set<Point> chosen =
                new LinkedHashSet<>(Effort.sample(points, Math.max(1, points.size() / SAMPLE), operation.ordinal()));
        // Acknowledged changes must be durable; tested in every build.
        points.stream().filter(Point::isAllLostAtTheEnd).forEach(chosen::add);
        List<String> broken = new ArrayList<>();
        for (Point point : chosen) {
            try {
                strike(point, beginning, truth);
            } catch (Throwable e) {
                broken.add("at " + point + ": " + e);
                if (broken.size() == 1 && !Effort.isFull()) {
                    throw new AssertionError(operation + " at " + point, e);
                }
            } finally {
                Beginning.drop(directory.resolve("play"));
                Beginning.drop(directory.resolve("attic"));
            }
        }
        Effort.say("power cut %s: %d of %d points tried".formatted(operation, chosen.size(), points.size()));
        tried += chosen.size();
        assertThat(broken).isEmpty();
    }

    private PowerCutDisk disk() throws IOException {
        return new PowerCutDisk(directory.resolve("play"), Files.createDirectories(directory.resolve("attic")));
    }

    private List<Point> points(Beginning beginning, Truth truth) throws IOException {
        Path play = directory.resolve("play");
        beginning.copy(play);
        PowerCutDisk disk = disk();
        Shell.Result result = new Shell(play, disk).run(beginning.words());
        assertThat(result.code())
                .as(result.toString())
                .isEqualTo(truth.undisturbed().code());
        Beginning.drop(play);
        Beginning.drop(directory.resolve("attic"));
        List<Point> points = new ArrayList<>();
        List<String> changes = disk.changes();
        for (int i = 0; i <= changes.size(); i++) {
            for (PowerCutDisk.Unsynced unsynced : PowerCutDisk.Unsynced.values()) {
                points.add(new Point(unsynced, i + 1, i == changes.size() ? THE_END : changes.get(i)));
            }
        }
        return points;
    }

    private void strike(Point point, Beginning beginning, Truth truth) throws IOException {
        Path play = directory.resolve("play");
        TestStore store = beginning.copy(play);
        PowerCutDisk disk =
                disk().cuttingBefore(point.change, point.unsynced, new SplittableRandom(SEED + point.change));
        try {
            Shell.Result result = new Shell(play, disk).run(beginning.words());
            disk.cut();
            // The reported changes must have been durable by then.
            truth.requireHonest(store, result);
        } catch (PowerCutDisk.PowerCut e) {
            // It did not finish.
        }
        truth.requireWhole(store);
        takeLocksOver(store.root());
        truth.requireSettled(store);
        truth.requireNextRunSucceeds(store);
    }

    /** A lock left by a crash is taken over after a wait; the clock advances instead. */
    private static void takeLocksOver(Path root) throws IOException {
        if (Files.isDirectory(root)) {
            try (Stream<Path> paths = Files.walk(root)) {
                for (Path path :
                        paths.filter(path -> path.toString().endsWith(".lock")).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    @AfterAll
    static void manyPointsWereTried() {
        Effort.say("power cut: " + tried + " points tried");
        assertThat(tried).isGreaterThan(Effort.of(15, 5_000));
    }
}
