package loom.aml.server.http.mcp;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import loom.aml.server.http.Endpoint;
import loom.aml.server.http.HttpBody;
import loom.aml.server.http.HttpCall;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.mcp.McpServer;
import loom.aml.server.rpc.InvalidMessageException;
import loom.aml.server.rpc.Message;
import loom.aml.server.rpc.MessageParser;
import loom.aml.server.rpc.Request;
import loom.aml.server.rpc.Response;
import loom.aml.server.rpc.RpcError;

/** Serves MCP clients of all revisions at one path. */
public final class McpEndpoint implements Endpoint {
    private final String path;
    private final Limits limits;
    private final ModernEndpoint modern;
    private final SessionEndpoint sessions;

    /**
     * The limits of an endpoint.
     *
     * @param requestBytes the maximum size of a message, in bytes
     * @param sessions the maximum number of sessions; a new one replaces the longest idle
     * @param sessionIdle the idle time after which a session expires
     */
    public record Limits(int requestBytes, int sessions, Duration sessionIdle) {
        public static final Limits DEFAULT = new Limits(4 << 20, 256, Duration.ofMinutes(30));
    }

    /** @param path the path at which clients reach the endpoint; paths below it do not exist */
    public McpEndpoint(String path, McpServer server, Limits limits) {
        this.path = path;
        this.limits = limits;
        this.modern = new ModernEndpoint(server);
        this.sessions = new SessionEndpoint(server, limits);
    }

    @Override
    public void handle(HttpCall call) throws IOException, HttpFailure, InterruptedException {
        try {
            dispatch(call);
        } catch (HttpReply reply) {
            answer(call, reply.status(), Optional.of(reply.body()));
        }
    }

    private void dispatch(HttpCall call) throws IOException, HttpFailure, HttpReply, InterruptedException {
        if (!call.path().equals(path)) {
            throw new HttpFailure(404, "not found; the endpoint is " + path);
        }
        switch (call.method()) {
            case "POST" -> post(call);
            case "GET" -> sessions.get(call);
            case "DELETE" -> sessions.delete(call);
            default ->
                throw new HttpFailure(405, "method not allowed: " + call.method()).with("Allow", "POST, GET, DELETE");
        }
    }

    private void post(HttpCall call) throws IOException, HttpFailure, HttpReply, InterruptedException {
        Headers headers = call.headers();
        if (!call.header("Content-Type").orElse("").strip().startsWith("application/json")) {
            throw new HttpFailure(415, "the content type must be application/json");
        }
        requireAccepted(headers, "application/json");
        requireAccepted(headers, "text/event-stream");
        Message message = message(call);
        if (!ModernHeaders.areOf(message, headers)) {
            sessions.post(call, message);
        } else if (message instanceof Request request) {
            modern.post(call, request);
        } else {
            // Modern revisions define no notification that matters here: clients cancel by disconnecting.
            call.answer(202);
        }
    }

    static void requireAccepted(Headers headers, String type) throws HttpFailure {
        String accepted = String.join(",", headers.getOrDefault("Accept", List.of("*/*")));
        String group = type.substring(0, type.indexOf('/')) + "/*";
        if (!accepted.contains(type) && !accepted.contains("*/*") && !accepted.contains(group)) {
            throw new HttpFailure(406, "the client must accept " + type);
        }
    }

    private Message message(HttpCall call) throws IOException, HttpFailure, HttpReply {
        try {
            return MessageParser.parse(call.body(limits.requestBytes()));
        } catch (InvalidMessageException e) {
            throw new HttpReply(400, e.response());
        }
    }

    /** Sends a plain response. */
    static void answer(HttpCall call, int status, Optional<Response> body) throws IOException {
        if (body.isEmpty()) {
            call.answer(status);
        } else {
            call.answer(status, json(body.get()));
        }
    }

    private static HttpBody json(Response response) {
        return new HttpBody("application/json", response.toJson().toUtf8());
    }

    @Override
    public HttpBody explain(HttpFailure failure) {
        return explained(failure);
    }

    static HttpBody explained(HttpFailure failure) {
        return json(Response.failure(null, new RpcError(RpcError.INVALID_REQUEST, failure.message())));
    }

    /** Ends all sessions and streams. */
    @Override
    public void close() {
        modern.close();
        sessions.close();
    }
}
