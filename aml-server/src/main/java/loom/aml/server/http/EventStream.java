package loom.aml.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Writes server-sent events to a client. */
public final class EventStream {
    /** The interval of comments that keep idle connections open and detect closed ones. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(2);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final OutputStream out;

    EventStream(OutputStream out) {
        this.out = out;
    }

    /**
     * Sends an event.
     *
     * @param id the position from which a client can resume; empty if the stream cannot be resumed
     * @param data one line
     */
    public void send(String id, String name, String data) throws IOException {
        write((id.isEmpty() ? "" : "id: " + id + '\n') + "event: " + name + "\ndata: " + data + "\n\n");
    }

    /** Sends an event without data, which gives the client the position to resume from. */
    public void prime(String id) throws IOException {
        write("id: " + id + "\nretry: " + RETRY.toMillis() + "\ndata: \n\n");
    }

    /** Sends a comment. */
    public void beat() throws IOException {
        write(":\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
