package loom.aml.server.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import loom.aml.server.mcp.Connection;
import loom.aml.server.mcp.McpServer;
import loom.aml.server.rpc.InvalidMessageException;
import loom.aml.server.rpc.MessageParser;
import loom.aml.server.rpc.Response;

/**
 * Serves one client over a pair of streams until one of them ends. Only messages are written.
 *
 * @param lineLimit the maximum size of a message, in bytes
 * @param grace how long pending requests may run after the end of input
 * @param patience how long a write may block before the client is considered gone
 */
public record StdioTransport(int lineLimit, Duration grace, Duration patience) {
    /** Limits messages to 4 MB. */
    public static final StdioTransport DEFAULT =
            new StdioTransport(4 << 20, Duration.ofSeconds(2), Duration.ofSeconds(30));

    /** Serves a client until it disconnects. */
    public void serve(McpServer server, InputStream in, OutputStream out) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        LineWriter writer = new LineWriter(out, patience, over::countDown);
        Connection connection = server.connect(writer);
        // A blocking read cannot be interrupted, so it needs its own thread.
        Thread.ofPlatform().daemon().name("stdin").start(() -> {
            receive(connection, new LineReader(in, lineLimit), writer);
            ended.set(true);
            over.countDown();
        });
        over.await();
        if (ended.get()) {
            connection.close(grace);
            writer.close(grace);
        } else {
            connection.abort();
        }
    }

    private static void receive(Connection connection, LineReader lines, LineWriter writer) {
        try {
            while (true) {
                try {
                    byte[] line = lines.next();
                    if (line == null) {
                        return;
                    }
                    if (!isBlank(line)) {
                        connection.receive(MessageParser.parse(line), writer);
                    }
                } catch (InvalidMessageException e) {
                    writer.send(e.response());
                } catch (LineTooLongException e) {
                    writer.send(Response.failure(null, e.error()));
                }
            }
        } catch (IOException | InterruptedException e) {
            // Treated as the end of input.
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b > ' ' || b < 0) {
                return false;
            }
        }
        return true;
    }
}
