package loom.aml.server.http.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.server.http.HttpHost;
import loom.aml.server.rpc.Message;
import loom.aml.server.rpc.MessageParser;

/** Sends what a test wants to say, in raw HTTP. */
final class HttpClientFixture {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final URI uri;

    HttpClientFixture(HttpHost server) {
        this.uri = URI.create("http://127.0.0.1:" + server.address().getPort() + "/mcp");
    }

    URI uri() {
        return uri;
    }

    static JsonObject json(String text) {
        try {
            return JsonObject.parse(text.replace('\'', '"'));
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Returns the body of a modern request. */
    static String modern(String method, String params) {
        JsonObject meta = json(
                "{'io.modelcontextprotocol/protocolVersion':'2026-07-28','io.modelcontextprotocol/clientCapabilities':{}}");
        JsonObject given = json(params);
        JsonObject.Builder all = JsonObject.builder().putAll(meta);
        given.object("_meta").ifPresent(all::putAll);
        return JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("id", 1)
                .put("method", method)
                .put(
                        "params",
                        JsonObject.builder()
                                .putAll(given)
                                .put("_meta", all.build())
                                .build())
                .build()
                .toString();
    }

    static String legacy(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + json(params) + "}";
    }

    HttpResponse<String> post(String body, String... headers) throws IOException, InterruptedException {
        return CLIENT.send(
                request(headers).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a request and returns its stream while it is open. */
    HttpResponse<InputStream> stream(String method, String body, String... headers)
            throws IOException, InterruptedException {
        return CLIENT.send(
                request(headers)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    HttpResponse<String> send(String method, String... headers) throws IOException, InterruptedException {
        return CLIENT.send(
                request(headers)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        List<String> all = Arrays.asList(headers);
        if (!all.contains("Accept")) {
            request.header("Accept", "application/json, text/event-stream");
        }
        if (!all.contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    /** Returns the code of the error in a body. */
    static long code(HttpResponse<String> response) {
        return body(response).object("error").orElseThrow().number("code");
    }

    static JsonObject body(HttpResponse<String> response) {
        try {
            return JsonObject.parse(response.body());
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException(response.body(), e);
        }
    }

    /** Returns the message in an event, empty if the line is empty or not data. */
    static Optional<Message> message(String line) {
        String text =
                line.startsWith("data:") ? line.substring("data:".length()).strip() : "";
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MessageParser.parse(text.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new AssertionError(text, e);
        }
    }
}
