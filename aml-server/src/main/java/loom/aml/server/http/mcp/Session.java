package loom.aml.server.http.mcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.server.mcp.Connection;
import loom.aml.server.mcp.McpServer;
import loom.aml.server.mcp.Revision;

/** The session of a legacy client. */
final class Session {
    /** The name of the stream for messages unrelated to any request. */
    static final String GENERAL = "0";

    private static final int MOST_STREAMS = 64;

    private final String id;
    private final EventLog general = new EventLog(true);
    private final Connection connection;
    private final Map<String, EventLog> streams = new LinkedHashMap<>();
    private final AtomicInteger used = new AtomicInteger();
    private int lastStream;
    private volatile long lastUsed = System.nanoTime();

    Session(String id, McpServer server) {
        this.id = id;
        this.connection = server.connect(general);
        this.streams.put(GENERAL, general);
    }

    String id() {
        return id;
    }

    Connection connection() {
        return connection;
    }

    /** Returns whether the client supports priming events (events without a message). */
    boolean primes() {
        return connection.revision().filter(Revision.V2025_11_25::equals).isPresent();
    }

    /** Opens a stream for a request and returns its name. */
    synchronized String openStream() {
        String name = String.valueOf(++lastStream);
        streams.put(name, new EventLog(true));
        if (streams.size() > MOST_STREAMS) {
            // The first entry is the general stream, which stays.
            String oldest = streams.keySet().stream().skip(1).findFirst().orElseThrow();
            streams.remove(oldest);
        }
        return name;
    }

    /** Removes a stream that was answered without events. */
    synchronized void forgetStream(String name) {
        streams.remove(name);
    }

    synchronized Optional<EventLog> stream(String name) {
        return Optional.ofNullable(streams.get(name));
    }

    EventLog general() {
        return general;
    }

    void begin() {
        used.incrementAndGet();
    }

    void end() {
        lastUsed = System.nanoTime();
        used.decrementAndGet();
    }

    /** Returns the idle time in nanoseconds; 0 while a request is open. */
    long idle() {
        return used.get() > 0 ? 0 : System.nanoTime() - lastUsed;
    }

    synchronized void close() {
        connection.abort();
        streams.values().forEach(EventLog::end);
    }
}
