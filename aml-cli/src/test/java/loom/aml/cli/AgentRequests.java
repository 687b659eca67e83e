package loom.aml.cli;

import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/** Requests of a client that speaks the newest revision, as lines for standard input, and their results. */
final class AgentRequests {
    private static final JsonObject META = JsonObject.builder()
            .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
            .put(
                    "io.modelcontextprotocol/clientCapabilities",
                    JsonObject.builder().build())
            .put(
                    "io.modelcontextprotocol/clientInfo",
                    JsonObject.builder()
                            .put("name", "test-agent")
                            .put("version", "1")
                            .build())
            .build();

    private AgentRequests() {}

    static String discover() {
        return line("server/discover", JsonObject.builder());
    }

    static String tools() {
        return line("tools/list", JsonObject.builder());
    }

    static String call(String tool, JsonObject arguments) {
        return line("tools/call", JsonObject.builder().put("name", tool).put("arguments", arguments));
    }

    /** A call of {@code memory_add}. */
    static String add(String title) {
        return call(
                "memory_add",
                JsonObject.builder()
                        .put("kind", "solution")
                        .put("title", title)
                        .put("text", "raise the timeout")
                        .build());
    }

    private static String line(String method, JsonObject.Builder params) {
        return JsonObject.builder()
                        .put("jsonrpc", "2.0")
                        .put("id", 1)
                        .put("method", method)
                        .put("params", params.put("_meta", META).build())
                        .build()
                + "\n";
    }

    /** Returns the result of the only answer on standard output. */
    static JsonObject result(Launcher.Result server) throws JsonSyntaxException {
        if (server.out().isEmpty()) {
            throw new AssertionError("no answer; exit code " + server.code() + ", " + server.err());
        }
        return JsonObject.parse(server.out()).object("result").orElseThrow(() -> new AssertionError(server.out()));
    }
}
