package loom.aml.server.http.mcp;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.server.mcp.McpServer;

/** The open sessions. A session ends on request, when it is idle for too long, or when the limit is exceeded. */
final class Sessions {
    private final McpServer server;
    private final McpEndpoint.Limits limits;
    private final Map<String, Session> byId = new ConcurrentHashMap<>();

    Sessions(McpServer server, McpEndpoint.Limits limits) {
        this.server = server;
        this.limits = limits;
    }

    /** Creates a session without opening it. */
    Session prepare() {
        return new Session(UUID.randomUUID().toString(), server);
    }

    void open(Session session) {
        expire();
        if (byId.size() >= limits.sessions()) {
            byId.values().stream().max(Comparator.comparingLong(Session::idle)).ifPresent(idlest -> close(idlest.id()));
        }
        byId.put(session.id(), session);
    }

    Optional<Session> find(String id) {
        expire();
        return Optional.ofNullable(byId.get(id));
    }

    private void expire() {
        long longest = limits.sessionIdle().toNanos();
        byId.values().stream().filter(each -> each.idle() > longest).forEach(each -> close(each.id()));
    }

    void close(String id) {
        Session session = byId.remove(id);
        if (session != null) {
            session.close();
        }
    }

    void closeAll() {
        byId.keySet().forEach(this::close);
    }
}
