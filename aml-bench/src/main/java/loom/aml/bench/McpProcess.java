package loom.aml.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import loom.aml.json.JsonObject;

/** A server for agents as a process, and its client, which waits for each answer. */
final class McpProcess implements AutoCloseable {
    private final Process process;
    private final OutputStream requests;
    private final BufferedReader answers;
    private int ids;

    McpProcess(List<String> command, Path directory) throws IOException {
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        requests = process.getOutputStream();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    JsonObject ask(String method, JsonObject params) throws IOException {
        JsonObject request = JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("id", ++ids)
                .put("method", method)
                .put("params", params)
                .build();
        requests.write((request + "\n").getBytes(UTF_8));
        requests.flush();
        JsonObject answer = JsonObject.parse(answers.readLine());
        if (!answer.has("result")) {
            throw new IllegalStateException(request + " was answered by " + answer);
        }
        return answer;
    }

    void initialize() throws IOException {
        JsonObject client =
                JsonObject.builder().put("name", "bench").put("version", "1").build();
        ask(
                "initialize",
                JsonObject.builder()
                        .put("protocolVersion", "2025-11-25")
                        .put("capabilities", JsonObject.builder().build())
                        .put("clientInfo", client)
                        .build());
        requests.write("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n".getBytes(UTF_8));
    }

    void call(String tool, JsonObject arguments) throws IOException {
        ask(
                "tools/call",
                JsonObject.builder()
                        .put("name", tool)
                        .put("arguments", arguments)
                        .build());
    }

    Process process() {
        return process;
    }

    @Override
    public void close() throws IOException {
        requests.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
