package loom.aml.store.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every change of a memory file, broken at every single call that it makes, in every way in which a disk can break. */
class GraphFaultTest {
    private static final long SEED = 20_261_201;

    @TempDir
    private Path directory;

    private int tried;

    /** A change, and the file that it is made to. */
    private enum Scenario {
        FIRST_CHANGE(_ -> GraphFolder.create("new", "x")),
        CREATE(_ -> GraphFolder.create("new", "x"), GraphFolder.AUTH, GraphFolder.CACHES),
        OBSERVE(_ -> GraphFolder.observe("auth", "x"), GraphFolder.AUTH, GraphFolder.CACHES),
        DELETE(_ -> GraphFolder.delete("auth"), GraphFolder.AUTH, GraphFolder.REDIS, GraphFolder.CACHES),
        UNDO(Scenario::undoOfLatest, GraphFolder.AUTH, GraphFolder.REDIS, GraphFolder.CACHES);

        private final Function<GraphStore, GraphChange<?>> change;
        private final String[] lines;

        Scenario(Function<GraphStore, GraphChange<?>> change, String... lines) {
            this.change = change;
            this.lines = lines;
        }

        private static GraphChange<?> undoOfLatest(GraphStore store) {
            try {
                return store.undoOf(store.runs().getLast());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (RefusedException e) {
                throw new IllegalStateException(e);
            }
        }

        private GraphFolder in(Path directory) throws Exception {
            GraphFolder folder = new GraphFolder(Files.createDirectory(directory));
            if (lines.length > 0) {
                folder.with(lines);
            }
            if (this == UNDO) {
                folder.change(GraphFolder.delete("auth"));
                // Older than the tick of a file system, so that the number of calls is always the same.
                folder.withText(folder.text());
            }
            return folder;
        }
    }

    @ParameterizedTest
    @EnumSource
    void change_brokenAtAnyCall_isMadeOrNot_andNothingIsLost(Scenario scenario) throws Exception {
        GraphFolder healthy = scenario.in(directory.resolve("healthy"));
        String before = textOf(healthy);
        FaultyDisk counting = new FaultyDisk();
        int opening = play(scenario, healthy, counting).opening;
        String after = textOf(healthy);

        for (FaultyDisk.Call call :
                CaseSample.of(counting.calls().subList(opening, counting.calls().size()))) {
            for (Fault fault : Fault.values()) {
                if (fault.canStrike(call)) {
                    strike(scenario, call.number(), fault, before, after, fault + " at " + call + ", seed " + SEED);
                }
            }
        }

        System.out.printf(
                "%s: %d calls, broken in %d ways%n", scenario, counting.calls().size(), tried);
        assertThat(tried).isGreaterThan(CaseSample.least(100));
    }

    /**
     * How an attempt ended.
     *
     * @param opening the number of calls before the change
     * @param run the run if the change was acknowledged
     */
    private record Played(int opening, Optional<String> run) {}

    private static Played play(Scenario scenario, GraphFolder folder, FaultyDisk disk) {
        int opening = 0;
        try (GraphStore store = folder.open(disk)) {
            GraphChange<?> change = scenario.change.apply(store);
            opening = disk.calls().size();
            return new Played(opening, store.change(change).run());
        } catch (IOException | UncheckedIOException | RefusedException e) {
            return new Played(opening, Optional.empty());
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(FaultyDisk.Crash.class);
            return new Played(opening, Optional.empty());
        }
    }

    private void strike(Scenario scenario, int call, Fault fault, String before, String after, String as)
            throws Exception {
        tried++;
        Path place = directory.resolve("trial-" + tried);
        GraphFolder folder = scenario.in(place);
        int runsBefore = folder.runs().size();
        FaultyDisk disk = new FaultyDisk()
                .failingAt(call, fault)
                .losing(Files.createDirectory(directory.resolve("attic-" + tried)), new Random(SEED + call));

        Played played = play(scenario, folder, disk);

        assertThat(disk.hasStruck()).as(as).isTrue();
        assertThat(textOf(folder)).as(as).isIn(before, after);
        if (played.run.isPresent()) {
            assertThat(textOf(folder)).as(as).isEqualTo(after);
        }
        if (fault == Fault.FULL || fault == Fault.SHORT_WRITE) {
            assertThat(played.run.isPresent() || textOf(folder).equals(before))
                    .as(as)
                    .isTrue();
        }
        // The next commit settles what was interrupted, and leaves nothing behind.
        folder.change(GraphFolder.create("probe"));
        List<String> runs = folder.runs();
        folder.undo(runs.getLast());
        boolean isMade = !textOf(folder).equals(before);
        assertThat(textOf(folder)).as(as).isEqualTo(isMade ? after : before);
        assertThat(runs).as(as).hasSize(runsBefore + (isMade ? 2 : 1));
        assertThat(leftovers(place)).as(as).isEmpty();
        if (isMade) {
            String run = runs.get(runs.size() - 2);
            played.run.ifPresent(acknowledged -> assertThat(run).as(as).isEqualTo(acknowledged));
            folder.undo(run);
            assertThat(textOf(folder)).as(as).isEqualTo(before);
        }
    }

    private static String textOf(GraphFolder folder) throws IOException {
        return Files.exists(folder.file()) ? folder.text() : "";
    }

    private static List<Path> leftovers(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(path -> path.toString().matches(".*(\\.new|\\.old|\\.journal|\\.part)"))
                    .toList();
        }
    }
}
