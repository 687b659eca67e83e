package loom.aml.server.http.mcp;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.server.http.EventStream;
import loom.aml.server.http.HttpCall;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.mcp.McpServer;
import loom.aml.server.rpc.Message;
import loom.aml.server.rpc.Request;
import loom.aml.server.rpc.Response;
import loom.aml.server.rpc.RpcError;

/**
 * Handles requests of 2025-11-25 and before. The response to initialize names the session of all later requests. A client that
 * disconnects does not cancel its request: it can resume the stream.
 */
final class SessionEndpoint {
    private static final String SESSION = "Mcp-Session-Id";

    private final Sessions sessions;

    SessionEndpoint(McpServer server, McpEndpoint.Limits limits) {
        this.sessions = new Sessions(server, limits);
    }

    void post(HttpCall call, Message message) throws IOException, HttpReply, InterruptedException {
        boolean initialize =
                message instanceof Request request && request.method().equals("initialize");
        if (initialize && !call.headers().containsKey(SESSION)) {
            initialize(call, (Request) message);
            return;
        }
        Session session = session(call, message instanceof Request request ? Optional.of(request) : Optional.empty());
        session.begin();
        try {
            if (message instanceof Request request) {
                answer(call, session, request);
            } else {
                session.connection().receive(message, session.general());
                call.answer(202);
            }
        } finally {
            session.end();
        }
    }

    private void initialize(HttpCall call, Request request) throws IOException, InterruptedException {
        Session session = sessions.prepare();
        EventLog log = new EventLog(false);
        session.connection().receive(request, log);
        // initialize is answered synchronously.
        Response response = (Response)
                log.after(0, log.attach(), EventStream.HEARTBEAT).getFirst().message();
        if (response.error() == null) {
            sessions.open(session);
            call.set(SESSION, session.id());
        }
        McpEndpoint.answer(call, 200, Optional.of(response));
    }

    private static void answer(HttpCall call, Session session, Request request)
            throws IOException, InterruptedException {
        String name = session.openStream();
        EventLog log = session.stream(name).orElseThrow();
        int reader = log.attach();
        session.connection().receive(request, log);
        List<EventLog.Event> first = log.after(0, reader, EventStream.HEARTBEAT);
        if (!first.isEmpty() && first.getFirst().message() instanceof Response response) {
            session.forgetStream(name);
            McpEndpoint.answer(call, 200, Optional.of(response));
            return;
        }
        EventWriter writer = EventWriter.begin(call, log, name);
        if (session.primes()) {
            writer.prime(0);
        }
        writer.writeAfter(0, reader);
    }

    /** Opens the general stream of the session, or resumes an interrupted stream. */
    void get(HttpCall call) throws IOException, HttpFailure, HttpReply, InterruptedException {
        McpEndpoint.requireAccepted(call.headers(), "text/event-stream");
        Session session = session(call, Optional.empty());
        String last = call.headers().getFirst("Last-Event-ID");
        String name = last == null ? Session.GENERAL : last.substring(0, Math.max(last.indexOf('-'), 0));
        EventLog log = session.stream(name).orElseThrow(() -> new HttpFailure(404, "unknown event " + last));
        long number = last == null ? log.delivered() : number(last);
        session.begin();
        try {
            int reader = log.attach();
            EventWriter writer = EventWriter.begin(call, log, name);
            if (session.primes()) {
                writer.prime(number);
            }
            writer.writeAfter(number, reader);
        } finally {
            session.end();
        }
    }

    private static long number(String event) throws HttpFailure {
        try {
            return Long.parseLong(event.substring(event.indexOf('-') + 1));
        } catch (NumberFormatException e) {
            throw new HttpFailure(404, "unknown event " + event);
        }
    }

    void delete(HttpCall call) throws IOException, HttpReply {
        sessions.close(session(call, Optional.empty()).id());
        call.answer(204);
    }

    private Session session(HttpCall call, Optional<Request> request) throws HttpReply {
        String id = call.headers().getFirst(SESSION);
        if (id == null) {
            throw refusal(
                    400,
                    request,
                    SESSION + " is missing: send initialize first, or use MCP-Protocol-Version 2026-07-28");
        }
        Optional<Session> session = sessions.find(id);
        if (session.isEmpty()) {
            throw refusal(404, request, "unknown session: send initialize again");
        }
        return session.get();
    }

    private static HttpReply refusal(int status, Optional<Request> request, String message) {
        return new HttpReply(
                status,
                Response.failure(
                        request.map(Request::id).orElse(null), new RpcError(RpcError.INVALID_REQUEST, message)));
    }

    void close() {
        sessions.closeAll();
    }
}
