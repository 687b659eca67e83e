package loom.aml.proof.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import loom.aml.proof.Effort;
import loom.aml.proof.Launcher;
import loom.aml.proof.Witness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that access the same store or file at the same time. */
class TwoRunsProof {
    private static final Duration STALE = Duration.ofSeconds(30);
    private static final Set<String> CHANGING = Set.of("gc", "prune");

    @TempDir
    private Path directory;

    private Path store;

    @BeforeEach
    void sample() throws Exception {
        store = directory.resolve("real/.loom/memory");
        Launcher.Result made =
                new Launcher(directory).run("sample", store.toString(), "--items", "600", "--agents", "4");
        assertThat(made.code()).as(made.toString()).isZero();
    }

    private record Span(Instant from, Instant to) {}

    @Test
    void twoRuns_throughTwoLinksToOneStore_takeTurns() throws Exception {
        Set<String> before = new Witness(store).memories();
        List<Callable<Launcher.Result>> both = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            Path link = Files.createSymbolicLink(directory.resolve(name), store);
            both.add(() -> new Launcher(directory).run(link.toString(), "maintain"));
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            for (Future<Launcher.Result> result : pool.invokeAll(both)) {
                assertThat(result.get().code()).as(result.get().toString()).isZero();
            }
        }

        List<Span> spans = new ArrayList<>();
        try (Stream<Path> runs = Files.list(store.resolveSibling("memory-backup/aml/runs"))) {
            for (Path run : runs.toList()) {
                List<String> lines = Files.readAllLines(run);
                JsonObject began = JsonObject.parse(lines.getFirst());
                if (CHANGING.contains(began.string("operation").orElseThrow())) {
                    Instant from = began.instant("at").orElseThrow();
                    long millis = JsonObject.parse(lines.getLast()).number("duration_ms");
                    spans.add(new Span(from, from.plusMillis(millis)));
                }
            }
        }
        spans.sort(Comparator.comparing(Span::from));
        assertThat(spans).hasSize(2 * CHANGING.size());
        for (int i = 1; i < spans.size(); i++) {
            assertThat(spans.get(i).from()).isAfterOrEqualTo(spans.get(i - 1).to());
        }
        Witness witness = new Witness(store);
        Set<String> held = new HashSet<>(witness.memories());
        held.addAll(witness.archived());
        assertThat(held).containsAll(before);
        assertThat(witness.copies().faults()).isEmpty();
    }

    /** Its owner is gone. The run observes it for the whole validity of a lock, whatever its timestamp. */
    @Test
    void staleLock_isTakenOver_onlyAfterItWasObservedUnchanged() throws Exception {
        assumeTrue(Effort.isFull(), "takes half a minute, which KillProof takes in every build for a lock of our own");
        Path lock = Files.createDirectory(collection("patterns.json.lock"));
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(3_600)));

        long began = System.nanoTime();
        Launcher.Result result = new Launcher(directory).run(store.toString(), "prune");
        Duration time = Duration.ofNanos(System.nanoTime() - began);

        Effort.say("a stale lock: prune took " + time.toMillis() + " ms");
        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(time).isBetween(STALE, STALE.plusSeconds(12));
        assertThat(lock).doesNotExist();
    }

    /** It is never removed or taken over: the other process must release it. */
    @Test
    void lockThatIsKeptAlive_isWaitedFor_andTheRestIsDone() throws Exception {
        Path lock = Files.createDirectory(collection("patterns.json.lock"));
        Thread holder = Thread.ofVirtual().start(() -> keepAlive(lock));
        Path other = collection("solutions.json");
        byte[] before = Files.readAllBytes(other);

        Launcher.Result result =
                new Launcher(directory).with("LOOM_AML_LOCK_WAIT", "1s").run(store.toString(), "prune");
        holder.interrupt();
        holder.join();

        assertThat(result.code()).as(result.toString()).isIn(3, 5);
        assertThat(lock).isDirectory();
        assertThat(Files.readAllBytes(other)).as("the file beside it").isNotEqualTo(before);
    }

    private static void keepAlive(Path lock) {
        while (!Thread.interrupted()) {
            try {
                Files.setLastModifiedTime(lock, FileTime.from(Instant.now()));
                Thread.sleep(200);
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Path collection(String name) throws IOException {
        try (Stream<Path> all = Files.walk(store)) {
            return all.filter(path -> path.endsWith("patterns.json"))
                    .sorted()
                    .findFirst()
                    .orElseThrow()
                    .resolveSibling(name);
        }
    }
}
