package loom.aml.proof.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import loom.aml.json.JsonObject;

/** A server process for agents with a client that does not wait for answers before it sends the next request. */
final class AgentServer {
    private static final JsonObject META = JsonObject.builder()
            .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
            .put(
                    "io.modelcontextprotocol/clientCapabilities",
                    JsonObject.builder().build())
            .build();

    /** Milliseconds. */
    private static final int PATIENCE = 60_000;

    private final Process process;
    private final OutputStream requests;
    private final Map<Long, JsonObject> answers = new ConcurrentHashMap<>();
    private final Thread reader;
    private long calls;

    AgentServer(Process process) {
        this.process = process;
        this.requests = process.getOutputStream();
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonObject message = JsonObject.parse(line);
                message.object("result").ifPresent(result -> answers.put(message.number("id"), result));
            }
        } catch (IOException e) {
            // Killed in the middle of a line, which therefore was not acknowledged.
        }
    }

    /**
     * Sends a call of a tool.
     *
     * @return false if the server is gone
     */
    boolean send(long id, String tool, JsonObject arguments) {
        JsonObject request = JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("method", "tools/call")
                .put(
                        "params",
                        JsonObject.builder()
                                .put("name", tool)
                                .put("arguments", arguments)
                                .put("_meta", META)
                                .build())
                .build();
        try {
            requests.write((request + "\n").getBytes(UTF_8));
            requests.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the answer to a call; empty until it arrives. */
    Optional<JsonObject> answer(long id) {
        return Optional.ofNullable(answers.get(id));
    }

    /** Sends a call and waits for its document. */
    JsonObject call(String tool, JsonObject arguments) throws InterruptedException {
        long id = ++calls;
        if (!send(id, tool, arguments)) {
            throw new AssertionError("the server is gone");
        }
        for (int i = 0; i < PATIENCE; i++) {
            JsonObject result = answers.remove(id);
            if (result != null) {
                assertThat(result.isTrue("isError")).as(result.toString()).isFalse();
                return result.object("structuredContent").orElseThrow();
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        throw new AssertionError("no answer to " + tool);
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        // By its handle: the process object would close the stream that is being read.
        process.toHandle().destroyForcibly();
    }

    /** Ends the input, and waits until the process has ended and all its answers are read. */
    void end() throws InterruptedException {
        try {
            requests.close();
        } catch (IOException e) {
            // Killed.
        }
        process.waitFor();
        reader.join();
    }
}
