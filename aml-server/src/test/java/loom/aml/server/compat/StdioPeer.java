package loom.aml.server.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.server.fixture.NodePackages;

/** A memory server in a process of its own, over standard streams. */
final class StdioPeer implements MemoryPeer {
    private static final Path FOLDER = Path.of("target/node-server-memory").toAbsolutePath();
    private static final Path REFERENCE =
            FOLDER.resolve("node_modules/@modelcontextprotocol/server-memory/dist/index.js");
    private static final long SECONDS = 60;

    private final Process process;
    private final OutputStream requests;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
    private final List<JsonObject> notifications = new CopyOnWriteArrayList<>();

    private StdioPeer(Process process) throws Exception {
        this.process = process;
        this.requests = process.getOutputStream();
        BufferedReader lines = process.inputReader(UTF_8);
        Thread.ofVirtual().start(() -> receive(lines));
        call(
                "initialize",
                JsonObject.parse("{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                        + "\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}"));
        send(JsonObject.parse("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"));
    }

    /** Starts the reference server. Skips the test if npm cannot install it. */
    static StdioPeer reference(Path file) throws Exception {
        NodePackages packages =
                new NodePackages(Path.of("src/test/node-server-memory").toAbsolutePath(), FOLDER, REFERENCE);
        if (NodePackages.versionOf("node") < 20 || !packages.install()) {
            abort("npm cannot install server-memory here, so nothing is compared with it");
        }
        ProcessBuilder node = new ProcessBuilder("node", REFERENCE.toString());
        node.environment().put("MEMORY_FILE_PATH", file.toString());
        return new StdioPeer(node.redirectError(ProcessBuilder.Redirect.DISCARD).start());
    }

    /** Starts aml's server. */
    static StdioPeer ours(Path file) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ServerMemoryHost.class.getName(),
                file.toString()));
        return new StdioPeer(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private void receive(BufferedReader lines) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonObject message = JsonObject.parse(line);
                CompletableFuture<JsonObject> asked = waiting.remove(message.number("id"));
                if (asked == null) {
                    notifications.add(message);
                } else {
                    asked.complete(message);
                }
            }
        } catch (IOException e) {
            // A killed process may end in the middle of a line.
        }
        waiting.values().forEach(asked -> asked.completeExceptionally(new IOException("the server has ended")));
    }

    /** Sends a request without waiting for the response. */
    CompletableFuture<JsonObject> submit(String method, JsonObject params) throws IOException {
        long id = ids.incrementAndGet();
        CompletableFuture<JsonObject> asked = new CompletableFuture<>();
        waiting.put(id, asked);
        send(JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("method", method)
                .put("params", params)
                .build());
        return asked;
    }

    private synchronized void send(JsonObject message) throws IOException {
        requests.write(message.toUtf8());
        requests.write('\n');
        requests.flush();
    }

    @Override
    public JsonObject call(String method, JsonObject params) throws Exception {
        return submit(method, params).get(SECONDS, TimeUnit.SECONDS);
    }

    /** Returns the notifications of the server. */
    List<JsonObject> notifications() {
        return notifications;
    }

    /** Kills the process (SIGKILL). */
    void kill() {
        // By its handle: the process object would close the stream that is being read.
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() throws Exception {
        requests.close();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    /** Returns the arguments for one new entity. */
    static JsonObject entity(String name) {
        try {
            return JsonObject.parse("{\"name\":\"create_entities\",\"arguments\":{\"entities\":[{\"name\":\"" + name
                    + "\",\"entityType\":\"t\",\"observations\":[\"o\"]}]}}");
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
