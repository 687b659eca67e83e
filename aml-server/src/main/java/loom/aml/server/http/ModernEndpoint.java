package loom.aml.server.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.server.mcp.Connection;
import loom.aml.server.mcp.McpServer;
import loom.aml.server.rpc.Request;
import loom.aml.server.rpc.Response;
import loom.aml.server.rpc.RpcException;

/** Handles requests of 2026-07-28 and later. A client cancels a request by disconnecting. */
final class ModernEndpoint {
    private static final Duration GRACE = Duration.ofMillis(500);

    private final McpServer server;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    ModernEndpoint(McpServer server) {
        this.server = server;
    }

    void post(HttpExchange exchange, Request request) throws IOException, HttpReply, InterruptedException {
        try {
            ModernHeaders.check(request, exchange.getRequestHeaders(), server.description());
        } catch (RpcException e) {
            throw HttpReply.of(request, e);
        }
        EventLog log = new EventLog(false);
        Connection connection = server.connect(log);
        open.add(connection);
        try {
            connection.receive(request, log);
            answer(exchange, log);
        } finally {
            open.remove(connection);
            connection.abort();
        }
    }

    /** Sends JSON if the response arrives soon and is the first message; otherwise a stream. */
    private static void answer(HttpExchange exchange, EventLog log) throws IOException, InterruptedException {
        int reader = log.attach();
        List<EventLog.Event> first = log.after(0, reader, EventWriter.HEARTBEAT);
        if (!first.isEmpty() && first.getFirst().message() instanceof Response response) {
            HttpTransport.send(exchange, Statuses.of(response), Optional.of(response));
        } else {
            EventWriter.begin(exchange, log, "").writeAfter(0, reader);
        }
    }

    /** Ends subscriptions gracefully. */
    void close() {
        open.forEach(each -> each.close(GRACE));
    }
}
