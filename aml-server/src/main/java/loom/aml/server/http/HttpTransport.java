package loom.aml.server.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import loom.aml.server.mcp.McpServer;
import loom.aml.server.rpc.InvalidMessageException;
import loom.aml.server.rpc.Message;
import loom.aml.server.rpc.MessageParser;
import loom.aml.server.rpc.Request;
import loom.aml.server.rpc.Response;

/** Serves MCP clients over HTTP until closed. */
public final class HttpTransport implements AutoCloseable {
    static {
        // No delay for small responses; limits for slow and for many clients.
        setUnlessSet("sun.net.httpserver.nodelay", "true");
        setUnlessSet("sun.net.httpserver.maxReqTime", "30");
        setUnlessSet("jdk.httpserver.maxConnections", "1000");
    }

    private final HttpOptions options;
    private final HttpServer http;
    private final ExecutorService threads;
    private final Guard guard;
    private final ModernEndpoint modern;
    private final SessionEndpoint sessions;

    private HttpTransport(McpServer server, HttpOptions options) throws IOException {
        this.options = options;
        this.guard = new Guard(options);
        this.modern = new ModernEndpoint(server);
        this.sessions = new SessionEndpoint(server, options);
        this.http = HttpServer.create(options.address(), 0);
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    /** Starts the server. */
    public static HttpTransport start(McpServer server, HttpOptions options) throws IOException {
        HttpTransport transport = new HttpTransport(server, options);
        transport.http.setExecutor(transport.threads);
        transport.http.createContext(options.path(), transport::serve);
        transport.http.start();
        return transport;
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Returns the address that the server listens on. */
    public InetSocketAddress address() {
        return http.getAddress();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                dispatch(exchange);
            } catch (HttpReply reply) {
                send(exchange, reply.status(), Optional.of(reply.body()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void dispatch(HttpExchange exchange) throws IOException, HttpReply, InterruptedException {
        guard.check(exchange.getRequestHeaders());
        if (!exchange.getRequestURI().getPath().equals(options.path())) {
            throw new HttpReply(404, "not found; the endpoint is " + options.path());
        }
        switch (exchange.getRequestMethod()) {
            case "POST" -> post(exchange);
            case "GET" -> sessions.get(exchange);
            case "DELETE" -> sessions.delete(exchange);
            default -> {
                exchange.getResponseHeaders().set("Allow", "POST, GET, DELETE");
                throw new HttpReply(405, "method not allowed: " + exchange.getRequestMethod());
            }
        }
    }

    private void post(HttpExchange exchange) throws IOException, HttpReply, InterruptedException {
        Headers headers = exchange.getRequestHeaders();
        if (!Optional.ofNullable(headers.getFirst("Content-Type"))
                .orElse("")
                .strip()
                .startsWith("application/json")) {
            throw new HttpReply(415, "the content type must be application/json");
        }
        requireAccepted(headers, "application/json");
        requireAccepted(headers, "text/event-stream");
        Message message = message(exchange);
        if (!ModernHeaders.areOf(message, headers)) {
            sessions.post(exchange, message);
        } else if (message instanceof Request request) {
            modern.post(exchange, request);
        } else {
            // Modern revisions define no notification that matters here: clients cancel by disconnecting.
            send(exchange, 202, Optional.empty());
        }
    }

    static void requireAccepted(Headers headers, String type) throws HttpReply {
        String accepted = String.join(",", headers.getOrDefault("Accept", List.of("*/*")));
        String group = type.substring(0, type.indexOf('/')) + "/*";
        if (!accepted.contains(type) && !accepted.contains("*/*") && !accepted.contains(group)) {
            throw new HttpReply(406, "the client must accept " + type);
        }
    }

    private Message message(HttpExchange exchange) throws IOException, HttpReply {
        byte[] body = exchange.getRequestBody().readNBytes(options.requestLimit() + 1);
        if (body.length > options.requestLimit()) {
            throw new HttpReply(413, "a message must not be longer than " + options.requestLimit() + " bytes");
        }
        try {
            return MessageParser.parse(body);
        } catch (InvalidMessageException e) {
            throw new HttpReply(400, e.response());
        }
    }

    /** Sends a plain response. */
    static void send(HttpExchange exchange, int status, Optional<Response> body) throws IOException {
        if (status == 401) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        } else if (status == 429) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        if (body.isEmpty()) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            byte[] json = body.get().toJson().toUtf8();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, json.length);
            exchange.getResponseBody().write(json);
        }
    }

    /** Ends all sessions and streams and stops the server. */
    @Override
    public void close() {
        modern.close();
        sessions.close();
        // Up to a second to write the last events.
        http.stop(1);
        threads.shutdownNow();
    }
}
