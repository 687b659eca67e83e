package loom.aml.server.http.mcp;

import java.io.IOException;
import java.util.List;
import loom.aml.server.http.EventStream;
import loom.aml.server.http.HttpCall;

/** Writes an event log to a connection as server-sent events. */
final class EventWriter {
    private final EventLog log;
    /** The stream name used in event ids, empty if the stream is not resumable. */
    private final String name;

    private final EventStream out;

    private EventWriter(EventLog log, String name, EventStream out) {
        this.log = log;
        this.name = name;
        this.out = out;
    }

    /** Sends the response headers. */
    static EventWriter begin(HttpCall call, EventLog log, String name) throws IOException {
        return new EventWriter(log, name, call.events());
    }

    /** Sends an event without a message, which gives the client the position to resume from. */
    void prime(long number) throws IOException {
        out.prime(name + '-' + number);
    }

    /** Writes the messages after a number until the stream ends or another reader takes over. */
    void writeAfter(long number, int reader) throws IOException, InterruptedException {
        long written = number;
        while (true) {
            List<EventLog.Event> events = log.after(written, reader, EventStream.HEARTBEAT);
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
                out.beat();
            }
        }
    }

    private void write(EventLog.Event event) throws IOException {
        String id = name.isEmpty() ? "" : name + '-' + event.number();
        out.send(id, "message", event.message().toJson().toString());
        log.delivered(event);
    }
}
