package loom.aml.proof.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.json.JsonObject;
import loom.aml.proof.Effort;
import loom.aml.proof.Launcher;
import loom.aml.proof.Witness;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several servers for agents write one collection with pipelined calls and are killed (SIGKILL) at random moments, while a program
 * that writes like the runtime and {@code maintain} change the same store. {@code -Daml.proof.seed} repeats the random choices.
 */
class AgentWritesProof {
    private static final int PATIENCE = 120;

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("aml.proof.seed", System.nanoTime() & 0xffff);
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger killed = new AtomicInteger();

    @BeforeAll
    static void install() throws Exception {
        Node.require();
    }

    @Test
    void acknowledgedWrites_ofKilledServers_areAllKept_andNoneTwice() throws Exception {
        Path store = Files.createDirectories(directory.resolve(".loom/memory"));
        Files.writeString(store.resolve("config.json"), "{}");
        int servers = Effort.of(3, 8);
        int writes = Effort.of(30, 200);
        Writer writer = Writer.start(store, "owned", Writer.Mode.OWN, Effort.of(5, 30), seed, "plain");
        Repeated maintain = new Repeated(() -> {
            Launcher.Result result = new Launcher(directory).run(store.toString(), "maintain");
            return Integer.toString(result.code());
        });

        try (ExecutorService clients = Executors.newFixedThreadPool(servers)) {
            List<Future<Void>> running = new ArrayList<>();
            for (int server = 0; server < servers; server++) {
                int number = server;
                running.add(clients.submit(() -> {
                    write(store, number, writes);
                    return null;
                }));
            }
            for (Future<Void> one : running) {
                one.get();
            }
        }
        assertThat(writer.ended()).isTrue();
        Map<String, Integer> outcomes = maintain.stop();

        Effort.say("agents, seed " + seed + ": " + servers + " servers, " + killed + " kills, " + acknowledged.size()
                + " writes acknowledged beside " + writer.count() + " of another program; maintain " + outcomes);
        assertThat(acknowledged).hasSize(servers * writes);
        Witness witness = new Witness(store);
        assertThat(witness.unsound()).isEmpty();
        Set<String> kept = new HashSet<>(witness.memories());
        kept.addAll(witness.archived());
        Map<String, Integer> copies = new HashMap<>();
        for (String item : witness.memories()) {
            copies.merge(JsonObject.parse(item).string("id").orElse(""), 1, Integer::sum);
        }
        Set<String> ids = new HashSet<>();
        for (String item : kept) {
            ids.add(JsonObject.parse(item).string("id").orElse(""));
        }
        assertThat(ids).as("seed %d", seed).containsAll(acknowledged.values());
        assertThat(copies.values()).as("no memory is there twice").containsOnly(1);
        assertThat(new HashSet<>(acknowledged.values())).hasSameSizeAs(acknowledged.keySet());
        assertThat(killed.get()).isPositive();
    }

    /** Writes with one client until everything is acknowledged; the first servers are killed on the way. */
    private void write(Path store, int number, int writes) throws Exception {
        Random random = new Random(seed + number);
        int kills = Effort.of(2, 6);
        for (int attempt = 0; pending(number, writes).size() > 0; attempt++) {
            assertThat(attempt).as("servers that were necessary").isLessThan(kills + 20);
            AgentServer server = new AgentServer(new Launcher(directory).start(store.toString(), "mcp"));
            List<Integer> sent = pending(number, writes);
            if (attempt < kills) {
                Thread.ofPlatform().daemon().start(() -> killLater(server, random.nextInt(1_500)));
            }
            for (int write : sent) {
                if (!server.send(write, "memory_add", arguments(number, write))) {
                    break;
                }
            }
            await(server, number, sent, attempt < kills);
            server.end();
            collect(server, number, sent);
        }
    }

    private void killLater(AgentServer server, int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(500 + millis);
            server.kill();
            killed.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for all answers, unless the server will be killed, for which its end is awaited. */
    private void await(AgentServer server, int number, List<Integer> sent, boolean isKilled) throws Exception {
        for (int i = 0; i < PATIENCE * 100 && !isKilled; i++) {
            if (sent.stream().allMatch(write -> server.answer(write).isPresent())) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        if (!isKilled) {
            throw new AssertionError("no answer to client " + number + ", seed " + seed);
        }
        TimeUnit.MILLISECONDS.sleep(2_100);
    }

    private void collect(AgentServer server, int number, List<Integer> sent) {
        for (int write : sent) {
            server.answer(write).ifPresent(result -> {
                JsonObject document = result.object("structuredContent").orElseThrow();
                if (!result.isTrue("isError")) {
                    acknowledged.put(number + "/" + write, document.string("id").orElseThrow());
                }
            });
        }
    }

    private List<Integer> pending(int number, int writes) {
        List<Integer> pending = new ArrayList<>();
        for (int write = 1; write <= writes; write++) {
            if (!acknowledged.containsKey(number + "/" + write)) {
                pending.add(write);
            }
        }
        return pending;
    }

    private static JsonObject arguments(int number, int write) {
        String name = "of client " + number + " write " + write;
        return JsonObject.builder()
                .put("kind", "pattern")
                .put("title", "title " + name)
                .put("text", "text " + name)
                .put("agent", "shared")
                .put("key", name)
                .build();
    }
}
