package loom.aml.server.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Writes an event log to a connection as server-sent events. */
final class EventWriter {
    /** The interval of comments that keep idle connections open and detect closed ones. */
    static final Duration HEARTBEAT = Duration.ofSeconds(2);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final EventLog log;
    /** The stream name used in event ids, empty if the stream is not resumable. */
    private final String name;

    private final OutputStream out;

    private EventWriter(EventLog log, String name, OutputStream out) {
        this.log = log;
        this.name = name;
        this.out = out;
    }

    /** Sends the response headers. */
    static EventWriter begin(HttpExchange exchange, EventLog log, String name) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.getResponseHeaders().set("X-Accel-Buffering", "no");
        exchange.sendResponseHeaders(200, 0);
        return new EventWriter(log, name, exchange.getResponseBody());
    }

    /** Sends an event without a message, which gives the client the position to resume from. */
    void prime(long number) throws IOException {
        write("id: " + name + '-' + number + "\nretry: " + RETRY.toMillis() + "\ndata: \n\n");
    }

    /** Writes the messages after a number until the stream ends or another reader takes over. */
    void writeAfter(long number, int reader) throws IOException, InterruptedException {
        long written = number;
        while (true) {
            List<EventLog.Event> events = log.after(written, reader, HEARTBEAT);
            for (EventLog.Event event : events) {
                write(event);
                written = event.number();
                if (event.isLast()) {
                    return;
                }
            }
            if (events.isEmpty()) {
                if (log.isOver(reader)) {
                    return;
                }
                write(":\n\n");
            }
        }
    }

    private void write(EventLog.Event event) throws IOException {
        String id = name.isEmpty() ? "" : "id: " + name + '-' + event.number() + '\n';
        write(id + "event: message\ndata: " + event.message().toJson() + "\n\n");
        log.delivered(event);
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
