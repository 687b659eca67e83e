package loom.aml.proof.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import loom.aml.config.Configuration;
import loom.aml.config.Policies;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.maintain.Maintenance;
import loom.aml.proof.Effort;
import loom.aml.proof.Launcher;
import loom.aml.proof.Witness;
import loom.aml.run.Execution;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that write like the runtime change a store while it is maintained continuously. */
class ConcurrencyProof {
    @TempDir
    private Path directory;

    private final long seed = Long.getLong("aml.proof.seed", System.nanoTime() & 0xffff);

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Node.require();
    }

    @Test
    void writers_loseNothing_whileTheStoreIsMaintained() throws Exception {
        Path store = sample();
        int seconds = Effort.of(8, 60);
        String shared = String.join(",", agents());
        List<Writer> writers = new ArrayList<>();
        for (int i = 0; i < Effort.of(2, 3); i++) {
            String encoding = i % 2 == 0 ? "gzip" : "plain";
            writers.add(Writer.start(
                    store, "owned-" + i + ",also-owned-" + i, Writer.Mode.OWN, seconds, seed + i, encoding));
            writers.add(Writer.start(store, shared, Writer.Mode.SHARED, seconds, seed + 100 + i, encoding));
        }
        TimedLocks locks = new TimedLocks();
        Map<String, Repeated> loops = new HashMap<>();
        loops.put("maintain", new Repeated(() -> launched(store, "maintain")));
        loops.put("backup", new Repeated(() -> launched(store, "backup", "create")));
        loops.put("index", new Repeated(() -> launched(store, "optimize", "index")));
        loops.put("maintain in this process", new Repeated(() -> {
            String outcome = maintained(locks, store);
            // Locks are not fair: without pauses, one process would starve the others.
            Thread.sleep(250);
            return outcome;
        }));

        long began = System.nanoTime();
        int died = 0;
        for (Writer writer : writers) {
            died += writer.ended() ? 0 : 1;
        }
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        Map<String, Map<String, Integer>> outcomes = new HashMap<>();
        for (Map.Entry<String, Repeated> loop : loops.entrySet()) {
            outcomes.put(loop.getKey(), loop.getValue().stop());
        }

        assertThat(died).as("writers that died; seed %d", seed).isZero();
        Witness witness = new Witness(store);
        Map<String, Integer> found = versions(witness.memories());
        versions(witness.archived()).forEach((id, version) -> found.merge(id, version, Math::max));
        Witness.Copies copies = witness.copies();
        int writes = writers.stream().mapToInt(Writer::count).sum();
        Effort.say("concurrency, seed " + seed + ": " + writes + " acknowledged writes of " + writers.size()
                + " writers in " + time.toSeconds() + " s; runs beside them and what came of them: " + outcomes + "; "
                + copies.ids().size() + " snapshots");
        Effort.say("  their locks: " + new Waits(all(writers)));
        Effort.say("  our locks:   " + new Waits(locks.waits()));
        assertThat(copies.faults()).isEmpty();
        assertThat(witness.unsound()).isEmpty();
        assertThat(witness.locks()).isEmpty();
        for (Writer writer : writers) {
            writer.acknowledged()
                    .forEach((id, version) -> assertThat(found.getOrDefault(id, 0))
                            .as("newest version of %s in the store or an archive, seed %d", id, seed)
                            .isGreaterThanOrEqualTo(version));
        }
        assertThat(writes).isGreaterThan(Effort.of(20, 300));
        assertThat(outcomes.values())
                .allSatisfy(codes -> assertThat(codes.keySet())
                        .as(outcomes.toString())
                        .isSubsetOf(Set.of("0", "3", "5", "DONE", "PARTIAL")));
    }

    private static List<Long> all(List<Writer> writers) {
        return writers.stream().flatMap(writer -> writer.waits().stream()).toList();
    }

    private Path sample() throws IOException, InterruptedException {
        Path store = directory.resolve(".loom/memory");
        Launcher.Result made = new Launcher(directory)
                .run("sample", store.toString(), "--items", "600", "--agents", "4", "--gzip", "--seed", "" + seed);
        assertThat(made.code()).as(made.toString()).isZero();
        return store;
    }

    private List<String> agents() throws IOException {
        return new Witness(directory.resolve(".loom/memory"))
                .texts().keySet().stream()
                        .filter(path -> path.endsWith("/patterns.json"))
                        .map(path -> path.substring(0, path.indexOf('/')))
                        .toList();
    }

    private String launched(Path store, String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(store.toString()));
        words.addAll(List.of(command));
        Launcher.Result result = new Launcher(directory).run(words.toArray(String[]::new));
        // A process that did not get the lock for 45 s reports that and gives up.
        if (!Set.of(0, 3, 5).contains(result.code())) {
            throw new AssertionError(result.toString());
        }
        return Integer.toString(result.code());
    }

    private static String maintained(TimedLocks locks, Path store) throws IOException {
        try (MemoryStore open = StoreKinds.open(locks.disk(), store, StoreOptions.DEFAULT)) {
            Maintenance.Result result = new Maintenance(open, new Policies(Configuration.DEFAULT).maintain())
                    .run(new Execution(open, new SplittableRandom()), Execution.Options.DEFAULT);
            return result.outcome().name();
        } catch (StoreLockedException e) {
            return "5";
        }
    }

    /** Returns the newest version of each item of a writer. */
    private static Map<String, Integer> versions(Set<String> items) throws JsonSyntaxException {
        Map<String, Integer> versions = new HashMap<>();
        for (String text : items) {
            JsonObject item = JsonObject.parse(text);
            if (item.has("proof")) {
                versions.merge(item.string("id").orElseThrow(), (int) item.number("proof"), Math::max);
            }
        }
        return versions;
    }
}
