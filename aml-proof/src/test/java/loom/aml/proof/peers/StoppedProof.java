package loom.aml.proof.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import loom.aml.json.JsonObject;
import loom.aml.proof.ClassPath;
import loom.aml.proof.Effort;
import loom.aml.proof.Witness;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is stopped (SIGSTOP) for longer than its lock counts as alive, before each of its calls in turn, while another
 * program takes the lock, as the lock library allows it to, and writes.
 *
 * <p>In the full run the stop lasts 40 s and all calls are tried. In every build the lock is made to look as old, and only the
 * calls from the lock on are tried.
 */
class StoppedProof {
    private static final Duration STOP = Duration.ofSeconds(40);
    private static final int AT_ONCE = 20;

    @TempDir
    private Path directory;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Node.require();
    }

    /** One run that is stopped before one call. */
    private final class Point {
        final int call;
        final Path store;
        final Path note;
        final String id = UUID.randomUUID().toString();
        final Process run;
        final Set<String> before;

        Point(int call) throws IOException {
            this.call = call;
            Path home = Files.createDirectories(directory.resolve("call-" + call));
            store = Files.createDirectories(home.resolve("memory"));
            note = home.resolve("note");
            Files.createDirectories(file().getParent());
            Files.writeString(file(), collection());
            Files.setLastModifiedTime(file(), FileTime.from(Instant.now().minusSeconds(60)));
            before = new Witness(store).memories();
            run = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-Xmx64m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            ClassPath.ofTests(),
                            StoppedRun.class.getName(),
                            store.toString(),
                            Integer.toString(call),
                            note.toString())
                    .inheritIO()
                    .start();
        }

        Path file() {
            return store.resolve("debugger/patterns.json");
        }

        /** Waits until it has stopped; false if it came to its end before that call. */
        boolean isStopped() throws Exception {
            while (run.isAlive()) {
                String stat = Files.readString(Path.of("/proc/" + run.pid() + "/stat"));
                if (stat.substring(stat.lastIndexOf(')')).startsWith(") T")) {
                    return true;
                }
                Thread.sleep(5);
            }
            return false;
        }

        void goOn() throws Exception {
            new ProcessBuilder("kill", "-CONT", Long.toString(run.pid()))
                    .start()
                    .waitFor();
        }
    }

    /** Old and new patterns, half of them due to be pruned. */
    private static String collection() {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String time = i % 2 == 0 ? "2020-01-01T00:00:00Z" : Instant.now().toString();
            items.add("{\"id\":\"" + UUID.nameUUIDFromBytes(("item" + i).getBytes(StandardCharsets.UTF_8))
                    + "\",\"agent\":\"debugger\",\"timestamp\":\"" + time + "\"}");
        }
        return "[\n" + String.join(",\n", items) + "\n]";
    }

    @Test
    void stoppedRun_writesOverNobody_andNobodyDiesOfIt() throws Exception {
        int calls = calls();
        List<String> lost = new ArrayList<>();
        int tried = 0;
        int taken = 0;
        for (int from = 0; from < calls; from += AT_ONCE) {
            List<Point> points = new ArrayList<>();
            for (int call = from; call < Math.min(calls, from + AT_ONCE); call++) {
                Point point = new Point(call);
                if (!point.isStopped()) {
                    throw new AssertionError("call " + call + " was never made");
                }
                if (Effort.isFull() || Files.exists(lockOf(point))) {
                    points.add(point);
                } else {
                    point.run.destroyForcibly().waitFor();
                }
            }
            tried += points.size();
            taken += letOthersWrite(points, lost);
        }

        Effort.say("stopped before each of " + tried + " calls of a run; another program took its lock over in " + taken
                + " of them; lost: " + lost);
        assertThat(tried).isGreaterThan(Effort.of(5, 30));
        assertThat(taken).isPositive();
        assertThat(lost).isEmpty();
    }

    private static Path lockOf(Point point) {
        return point.file().resolveSibling("patterns.json.lock");
    }

    /** How many calls the run makes when nobody stops it. */
    private int calls() throws Exception {
        Point point = new Point(Integer.MAX_VALUE);
        assertThat(point.run.waitFor()).isZero();
        return Integer.parseInt(Files.readString(point.note).split(" ")[0]);
    }

    /** How many of them lost their lock. */
    private int letOthersWrite(List<Point> points, List<String> lost) throws Exception {
        int taken = 0;
        List<Node> others = new ArrayList<>();
        long began = System.nanoTime();
        for (Point point : points) {
            if (Files.exists(lockOf(point))) {
                taken++;
                if (!Effort.isFull()) {
                    Files.setLastModifiedTime(
                            lockOf(point), FileTime.from(Instant.now().minus(STOP)));
                }
            }
            Node other = Node.start("holder.js");
            others.add(other);
            other.tell(isHeldOn(point) ? "begin" : "add", point.file(), point.id);
        }
        for (Node other : others) {
            assertThat(other.answer()).isEqualTo("ok");
        }
        if (Effort.isFull()) {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, STOP.toNanos() - (System.nanoTime() - began)));
        }
        for (int i = 0; i < points.size(); i++) {
            end(points.get(i), others.get(i), lost);
        }
        return taken;
    }

    /** Whether the other program still holds the lock when the run goes on. */
    private static boolean isHeldOn(Point point) {
        return point.call % 2 == 1;
    }

    private static void end(Point point, Node other, List<String> lost) throws Exception {
        String about = "call " + point.call + ", " + Files.readString(point.note);
        try (other) {
            point.goOn();
            if (isHeldOn(point)) {
                Thread.sleep(300);
                assertThat(other.ask("end", point.file(), point.id)).as(about).isEqualTo("ok");
            }
            assertThat(point.run.waitFor(90, TimeUnit.SECONDS))
                    .as("%s: ended", about)
                    .isTrue();
            assertThat(point.run.exitValue()).as(about).isIn(0, 3);
            assertThat(other.isAlive()).as("%s: the other program", about).isTrue();
        }
        Witness witness = new Witness(point.store);
        assertThat(witness.unsound()).as(about).isEmpty();
        assertThat(witness.locks()).as(about).isEmpty();
        Set<String> held = new HashSet<>(witness.memories());
        held.addAll(witness.archived());
        Set<String> ids = new HashSet<>();
        for (String item : held) {
            ids.add(JsonObject.parse(item).string("id").orElse(""));
        }
        for (String item : point.before) {
            assertThat(ids)
                    .as(about)
                    .contains(JsonObject.parse(item).string("id").orElseThrow());
        }
        if (!ids.contains(point.id)) {
            lost.add(about);
        }
    }
}
