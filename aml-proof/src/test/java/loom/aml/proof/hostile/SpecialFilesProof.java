package loom.aml.proof.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import loom.aml.proof.Difference;
import loom.aml.proof.Effort;
import loom.aml.proof.Tool;
import loom.aml.proof.fault.Beginning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replaces each file or folder that aml reads or writes by a pipe, a socket, a device, a folder or a link: no command
 * blocks or writes through it. {@code -Daml.proof.seed} repeats the random choices of a run.
 */
class SpecialFilesProof {
    private static final List<String> HISTORY = List.of(
            "config init",
            "pin a",
            "backup create",
            "prune",
            "migrate migrate",
            "backup create",
            "optimize index",
            "optimize warm-cache",
            "monitor metrics",
            "monitor alerts test");

    /** Names that aml reads and that do not exist after a run. */
    private static final List<String> LOOKED_FOR = List.of(
            ".loom/memory/.aml-lock",
            ".loom/memory/.aml-20260101T000000.000Z-aaaa-1-1.journal",
            ".loom/memory/.aml-20260101T000000.000Z-aaaa-1-1.new",
            ".loom/memory/.aml-20260101T000000.000Z-aaaa-1-1.old",
            ".loom/memory/.aml-20260101T000000.000Z-aaaa.decided",
            ".loom/memory/debugger/patterns.json.lock",
            ".loom/memory/debugger/patterns.json.tmp",
            ".loom/memory/debugger/patterns.json.gz",
            ".loom/memory/debugger/solutions.json",
            ".loom/memory/debugger/solutions.json.lock",
            ".loom/memory/tester",
            ".loom/memory/global");

    /** Places of aml's own folders, which may be on another disk behind a link: docs/operations.md. */
    private static final Set<String> MAY_BE_ELSEWHERE = Set.of(
            ".loom/memory-backup",
            ".loom/memory-backup/aml",
            ".loom/memory-state",
            ".loom/memory-state/index",
            ".loom/memory-state/recall");

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("aml.proof.seed", System.nanoTime() & 0xffff);

    /** Ids of runs and snapshots contain a dot. */
    private static final int ID = "20260101T000000.000Z".length();

    private record Point(String place, SpecialFile special) {}

    @Test
    void specialFile_inAnyPlace_keepsNoCommandWaiting_andNothingIsWrittenThroughIt() throws Exception {
        Victim template = victim("template");
        List<Point> points = points(template);
        Collections.shuffle(points, new Random(seed));
        List<Point> tried = points.subList(0, Math.min(points.size(), Effort.of(6, points.size())));
        List<String> broken = new ArrayList<>();
        for (Point point : tried) {
            try {
                strike(point);
            } catch (Throwable e) {
                broken.add(point + ": " + e);
                Effort.say("BROKEN: " + broken.getLast());
                if (!Effort.isFull()) {
                    throw new AssertionError(point + ", seed " + seed, e);
                }
            } finally {
                Beginning.drop(directory.resolve("victim"));
            }
        }
        Effort.say("special files, seed " + seed + ": " + tried.size() + " of " + points.size() + " points tried");
        assertThat(broken).as("seed " + seed).isEmpty();
    }

    private Victim victim(String name) throws IOException {
        Victim victim = new Victim(Files.createDirectory(directory.resolve(name)));
        HISTORY.forEach(command -> victim.run(command.split(" ")));
        return victim;
    }

    private static List<Point> points(Victim template) throws IOException {
        Set<SpecialFile> kinds = EnumSet.allOf(SpecialFile.class);
        if (!Tool.isRoot()) {
            Effort.say("special files: making a device takes root");
            kinds.remove(SpecialFile.DEVICE);
        }
        List<String> places = new ArrayList<>(LOOKED_FOR);
        try (Stream<Path> paths = Files.walk(template.home().resolve(".loom"))) {
            paths.map(path -> template.home().relativize(path).toString())
                    .filter(path -> !path.equals(".loom") && !path.equals(".loom/memory"))
                    .filter(path -> !places.contains(path))
                    .sorted()
                    .forEach(places::add);
        }
        List<Point> points = new ArrayList<>();
        for (String place : places) {
            kinds.stream()
                    .filter(special ->
                            special != SpecialFile.LINK_TO_A_FOLDER_OUTSIDE || !MAY_BE_ELSEWHERE.contains(place))
                    .forEach(special -> points.add(new Point(place, special)));
        }
        return points;
    }

    private void strike(Point point) throws IOException, InterruptedException {
        Victim victim = victim("victim");
        SortedMap<String, String> outside = victim.lookOutside();
        Path place = victim.home().resolve(point.place);
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            Tool.run("rm", "-rf", place.toString());
        }
        point.special.make(place, victim.outside());
        String told = Watchdog.watch(point.toString(), victim::runEverything);
        reportedAs(point.place)
                .ifPresent(word -> assertThat(told.contains(word))
                        .as("reported as %s", word)
                        .isTrue());

        assertThat(Difference.between(outside, victim.lookOutside()))
                .as("outside")
                .isEmpty();
        if (!point.place.startsWith(".loom/memory/debugger") || point.place.contains("/solutions")) {
            assertThat(victim.store().ids("debugger/patterns.json")).contains("a");
        }
        if (isOfOthers(point.place)) {
            assertThat(Files.exists(place, LinkOption.NOFOLLOW_LINKS))
                    .as("still there")
                    .isTrue();
        }
    }

    /** The text that the output must contain for a place; empty if derived data is rebuilt or a lock is awaited. */
    private static Optional<String> reportedAs(String place) {
        String name = place.substring(place.lastIndexOf('/') + 1);
        if (place.contains("/snapshots/")) {
            return Optional.of("\"snapshot " + name.substring(0, name.indexOf(".", ID)) + '"');
        }
        if (place.contains("/runs/")) {
            return Optional.of("\"run " + name.substring(0, name.indexOf(".", ID)) + '"');
        }
        return isOfOthers(place) && !place.endsWith(".lock") ? Optional.of(name) : Optional.empty();
    }

    /** In the store, but not a name of aml. */
    private static boolean isOfOthers(String place) {
        return place.startsWith(".loom/memory/") && !place.contains("/.aml-") && !place.endsWith(".tmp");
    }
}
