package loom.aml.server.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real server-memory from npm beside aml's: the same calls have the same answers and leave the same file. {@code
 * -Daml.sequences} sets the number of random sequences and {@code -Daml.seed} the first seed.
 */
@Timeout(600)
class ReferenceServerMemoryIT {
    private static final int SEQUENCES = Integer.getInteger("aml.sequences", 500);
    private static final long SEED = Long.getLong("aml.seed", 20_261_201);
    private static final int CALLS = 8;
    private static final JsonObject NOTHING = JsonObject.builder().build();

    @TempDir
    private Path directory;

    @Test
    void tools_areDescribedLikeThoseOfTheReference() throws Exception {
        try (MemoryPeer reference = StdioPeer.reference(directory.resolve("reference.jsonl"));
                MemoryPeer ours = new InProcessPeer(directory.resolve("ours.jsonl"))) {
            List<JsonObject> theirTools = result(reference.call("tools/list", NOTHING)).objects("tools").stream()
                    .map(ReferenceServerMemoryIT::withoutExecution)
                    .toList();
            assertThat(result(ours.call("tools/list", NOTHING)).objects("tools"))
                    .hasSize(9)
                    .isEqualTo(theirTools);
            assertThat(result(ours.call("resources/list", NOTHING)).objects("resources"))
                    .isEqualTo(result(reference.call("resources/list", NOTHING)).objects("resources"));
        }
    }

    /** Returns a tool without the field that says that it cannot run as a task, which is the default. */
    private static JsonObject withoutExecution(JsonObject tool) {
        JsonObject.Builder rest = JsonObject.builder();
        tool.keys().stream()
                .filter(key -> !key.equals("execution"))
                .forEach(key -> rest.putValue(key, tool.value(key)));
        return rest.build();
    }

    @Test
    void randomCalls_haveTheSameAnswers_andLeaveTheSameFile() throws Exception {
        Path theirFile = Files.createDirectory(directory.resolve("reference")).resolve("memory.jsonl");
        Path ourFile = Files.createDirectory(directory.resolve("ours")).resolve("memory.jsonl");
        int calls = 0;
        int errors = 0;
        try (MemoryPeer reference = StdioPeer.reference(theirFile);
                MemoryPeer ours = new InProcessPeer(ourFile)) {
            for (int sequence = 0; sequence < SEQUENCES; sequence++) {
                SplittableRandom random = new SplittableRandom(SEED + sequence);
                RandomCalls source = new RandomCalls(random);
                boolean isCanonical = random.nextBoolean();
                begin(isCanonical ? source.canonicalFile() : source.oddFile(), theirFile, ourFile);
                for (int i = 0; i < CALLS; i++) {
                    RandomCalls.Call call = source.next();
                    String as = "seed " + (SEED + sequence) + ", call " + i + ": " + call;
                    JsonObject theirs = answer(reference.tool(call.tool(), call.arguments()));
                    assertThat(answer(ours.tool(call.tool(), call.arguments())))
                            .as(as)
                            .isEqualTo(theirs);
                    if (isCanonical) {
                        assertThat(content(ourFile)).as(as).isEqualTo(content(theirFile));
                    } else {
                        assertThat(graph(ourFile)).as(as).isEqualTo(graph(theirFile));
                    }
                    calls++;
                    errors += theirs.isTrue("isError") ? 1 : 0;
                }
            }
        }
        System.out.printf(
                "%d calls in %d sequences, %d of them errors: no difference to server-memory%n",
                calls, SEQUENCES, errors);
        assertThat(errors).isBetween(calls / 100, calls / 2);
    }

    @Test
    void eitherServer_goesOnWithTheFileOfTheOther() throws Exception {
        Path file = directory.resolve("memory.jsonl");
        Path alone = Files.createDirectory(directory.resolve("alone")).resolve("memory.jsonl");
        try (MemoryPeer reference = StdioPeer.reference(file);
                MemoryPeer ours = new InProcessPeer(file);
                MemoryPeer witness = StdioPeer.reference(alone)) {
            for (int sequence = 0; sequence < SEQUENCES / 10; sequence++) {
                SplittableRandom random = new SplittableRandom(SEED - sequence);
                RandomCalls source = new RandomCalls(random);
                begin(source.canonicalFile(), file, alone);
                for (int i = 0; i < CALLS; i++) {
                    RandomCalls.Call call = source.next();
                    MemoryPeer next = random.nextBoolean() ? ours : reference;
                    String as = "seed " + (SEED - sequence) + ", call " + i + ": " + call;
                    assertThat(answer(next.tool(call.tool(), call.arguments())))
                            .as(as)
                            .isEqualTo(answer(witness.tool(call.tool(), call.arguments())));
                    assertThat(content(file)).as(as).isEqualTo(content(alone));
                }
            }
        }
    }

    @Test
    void pipelinedWrites_areAllKept() throws Exception {
        int writes = 20;
        Path theirFile = directory.resolve("reference.jsonl");
        Path ourFile = directory.resolve("ours.jsonl");
        try (StdioPeer reference = StdioPeer.reference(theirFile);
                StdioPeer ours = StdioPeer.ours(ourFile)) {
            assertThat(acknowledged(reference, writes)).isEqualTo(writes);
            assertThat(acknowledged(ours, writes)).isEqualTo(writes);
        }
        // The number of writes that the reference keeps depends on the machine; mostly it is one.
        System.out.printf(
                "of %d pipelined writes, server-memory kept %d and aml %d%n", writes, lines(theirFile), lines(ourFile));
        assertThat(lines(ourFile)).isEqualTo(writes);
    }

    private static long acknowledged(StdioPeer server, int writes) throws IOException {
        List<CompletableFuture<JsonObject>> answers = new ArrayList<>();
        for (int i = 0; i < writes; i++) {
            answers.add(server.submit("tools/call", StdioPeer.entity("e" + i)));
        }
        return answers.stream()
                .map(answer -> result(answer.join()))
                .filter(result -> !result.isTrue("isError"))
                .count();
    }

    private static long lines(Path file) throws IOException {
        return Files.readAllLines(file).size();
    }

    /** Begins a sequence with a file, or without one if it is empty. */
    private static void begin(String text, Path... files) throws IOException {
        for (Path file : files) {
            if (text.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                Files.write(file, text.getBytes(UTF_8));
            }
        }
    }

    private static JsonObject result(JsonObject response) {
        return response.object("result").orElseThrow(() -> new AssertionError(response.toString()));
    }

    /** Returns the parts of an answer that a client sees. */
    private static JsonObject answer(JsonObject response) {
        JsonObject result = result(response);
        return JsonObject.builder()
                .put("isError", result.isTrue("isError"))
                .put("content", result.objects("content"))
                .put("structuredContent", result.object("structuredContent").orElse(null))
                .build();
    }

    /** The reference creates an empty file even if there is nothing to write. */
    private static String content(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** Returns the entities and relations of a file, without fields and lines that the reference drops. */
    private static List<JsonObject> graph(Path file) throws IOException {
        List<JsonObject> entities = new ArrayList<>();
        List<JsonObject> relations = new ArrayList<>();
        for (String line : content(file).split("\n")) {
            if (!line.isBlank()) {
                JsonObject json = parsed(line);
                switch (json.string("type").orElse("")) {
                    case "entity" -> entities.add(part(json, "name", "entityType", "observations"));
                    case "relation" -> relations.add(part(json, "from", "to", "relationType"));
                    default -> {
                        // Only aml keeps it.
                    }
                }
            }
        }
        entities.addAll(relations);
        return entities;
    }

    private static JsonObject parsed(String line) {
        try {
            return JsonObject.parse(line);
        } catch (JsonSyntaxException e) {
            throw new AssertionError(line, e);
        }
    }

    private static JsonObject part(JsonObject json, String... keys) {
        JsonObject.Builder part = JsonObject.builder();
        for (String key : keys) {
            part.putValue(key, json.value(key));
        }
        return part.build();
    }
}
