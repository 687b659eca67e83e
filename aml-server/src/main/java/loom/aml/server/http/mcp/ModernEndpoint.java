package loom.aml.server.http.mcp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.server.http.EventStream;
import loom.aml.server.http.HttpCall;
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

    void post(HttpCall call, Request request) throws IOException, HttpReply, InterruptedException {
        try {
            ModernHeaders.check(request, call.headers(), server.description());
        } catch (RpcException e) {
            throw HttpReply.of(request, e);
        }
        EventLog log = new EventLog(false);
        Connection connection = server.connect(log);
        open.add(connection);
        try {
            connection.receive(request, log);
            answer(call, log);
        } finally {
            open.remove(connection);
            connection.abort();
        }
    }

    /** Sends JSON if the response arrives soon and is the first message; otherwise a stream. */
    private static void answer(HttpCall call, EventLog log) throws IOException, InterruptedException {
        int reader = log.attach();
        List<EventLog.Event> first = log.after(0, reader, EventStream.HEARTBEAT);
        if (!first.isEmpty() && first.getFirst().message() instanceof Response response) {
            McpEndpoint.answer(call, Statuses.of(response), Optional.of(response));
        } else {
            EventWriter.begin(call, log, "").writeAfter(0, reader);
        }
    }

    /** Ends subscriptions gracefully. */
    void close() {
        open.forEach(each -> each.close(GRACE));
    }
}
