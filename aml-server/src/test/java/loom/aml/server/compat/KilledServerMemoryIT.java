package loom.aml.server.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import loom.aml.app.graph.HostedGraph;
import loom.aml.json.JsonObject;
import loom.aml.store.graph.Entity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several servers on one file, each with many pipelined writes, some of them killed (SIGKILL) at random moments: every
 * acknowledged write is in the file, and every entity in the file has a run that removes it. {@code -Daml.seed} repeats the
 * random choices.
 */
@Timeout(600)
class KilledServerMemoryIT {
    private static final int SERVERS = 8;
    private static final int WRITES = 200;
    private static final long SEED = Long.getLong("aml.seed", System.nanoTime() & 0xffff);

    @TempDir
    private Path directory;

    @Test
    void acknowledgedWrites_surviveTheirServer() throws Exception {
        Path file = directory.resolve("memory.jsonl");
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        int killed = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(SERVERS)) {
            List<Future<Boolean>> servers = new ArrayList<>();
            for (int server = 0; server < SERVERS; server++) {
                int own = server;
                servers.add(threads.submit(() -> write(file, own, acknowledged)));
            }
            for (Future<Boolean> server : servers) {
                killed += server.get() ? 1 : 0;
            }
        }

        try (HostedGraph graph = HostedGraph.open(file)) {
            List<Entity> entities = graph.read().graph().entities();
            Set<String> names = new HashSet<>();
            entities.forEach(entity -> names.add(entity.name()));
            String as = "seed " + SEED;
            assertThat(names).as(as).hasSize(entities.size()).containsAll(acknowledged.keySet());
            assertThat(graph.read().findings()).as(as).isEmpty();
            assertThat(graph.runs()).as(as).hasSize(entities.size()).containsAll(acknowledged.values());
            // Any of them can be undone by itself.
            List<String> runs = new ArrayList<>(graph.runs());
            Collections.shuffle(runs, new Random(SEED));
            for (String run : runs.subList(0, 20)) {
                assertThat(graph.undo(run).result().removed()).as(as).isOne();
            }
            assertThat(graph.read().graph().entities()).as(as).hasSize(entities.size() - 20);
        }
        System.out.printf(
                "kill -9 of %d of %d servers, seed %d: %d writes acknowledged, none lost%n",
                killed, SERVERS, SEED, acknowledged.size());
        assertThat(acknowledged).hasSizeGreaterThan(WRITES);
        assertThat(names(directory)).containsExactlyInAnyOrder("memory.jsonl", "memory.jsonl-backup");
    }

    private static List<String> names(Path directory) throws Exception {
        try (var all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    /** Runs a server, and kills every second one; returns whether it was killed. */
    private static boolean write(Path file, int server, Map<String, String> acknowledged) throws Exception {
        Random random = new Random(SEED * SERVERS + server);
        boolean isKilled = server % 2 == 1;
        StdioPeer peer = StdioPeer.ours(file);
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
            String name = server + "-" + i;
            answers.add(peer.submit("tools/call", StdioPeer.entity(name))
                    .thenAccept(response -> acknowledged.put(name, runOf(response)))
                    .exceptionally(_ -> null));
        }
        if (isKilled) {
            // At a moment between its first and its last answer.
            CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            TimeUnit.MICROSECONDS.sleep(random.nextInt(150_000));
            peer.kill();
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
        peer.close();
        return isKilled;
    }

    private static String runOf(JsonObject response) {
        JsonObject result = response.object("result").orElseThrow(() -> new AssertionError(response.toString()));
        assertThat(result.isTrue("isError")).as(response.toString()).isFalse();
        return result.object("_meta").orElseThrow().string("loom.aml/run").orElseThrow();
    }
}
