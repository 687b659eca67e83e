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
 * Serves one client over a pair of streams until either of them ends. Nothing but messages is written.
 *
 * @param lineLimit how long a message of the client may be, in bytes
 * @param grace how long requests may take to end when the client has closed its stream
 * @param patience how long a client may read nothing before it counts as gone
 */
public record StdioTransport(int lineLimit, Duration grace, Duration patience) {
    /** Messages of up to 4 MB, and no server that outlives its client. */
    public static final StdioTransport DEFAULT =
            new StdioTransport(4 << 20, Duration.ofSeconds(2), Duration.ofSeconds(30));

    /** Serves a client, and returns when it is gone. */
    public void serve(McpServer server, InputStream in, OutputStream out) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        LineWriter writer = new LineWriter(out, patience, over::countDown);
        Connection connection = server.connect(writer);
        // A thread that waits for input cannot be woken, so it is not the one that returns.
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
            // The same as an end of the input.
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
