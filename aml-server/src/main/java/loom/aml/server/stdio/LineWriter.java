package loom.aml.server.stdio;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import loom.aml.server.mcp.Outbox;
import loom.aml.server.rpc.Message;

/**
 * Writes each message as one line, in order. A bounded queue buffers messages for slow clients; senders block while it is full. A
 * client that stops reading is considered gone.
 */
final class LineWriter implements Outbox {
    private static final int QUEUE = 256;
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE);
    private final OutputStream out;
    private final Duration patience;
    private final Runnable gone;
    private final Thread thread;
    private volatile boolean broken;

    /** @param gone called when the client is gone */
    LineWriter(OutputStream out, Duration patience, Runnable gone) {
        this.out = new BufferedOutputStream(out, 1 << 16);
        this.patience = patience;
        this.gone = gone;
        this.thread = Thread.ofPlatform().daemon().name("stdout").start(this::write);
    }

    @Override
    public void send(Message message) {
        byte[] json = message.toJson().toUtf8();
        byte[] line = new byte[json.length + 1];
        System.arraycopy(json, 0, line, 0, json.length);
        line[json.length] = '\n';
        put(line);
    }

    private void put(byte[] line) {
        try {
            if (!broken && !queue.offer(line, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                fail();
            }
        } catch (InterruptedException e) {
            // The request was cancelled, so its message is dropped.
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            for (byte[] line = queue.take(); line != END; line = queue.take()) {
                out.write(line);
                if (queue.isEmpty()) {
                    out.flush();
                }
            }
            out.flush();
        } catch (IOException | InterruptedException e) {
            fail();
        }
    }

    private void fail() {
        broken = true;
        queue.clear();
        gone.run();
    }

    /** Writes the queued messages, waiting at most the given time. */
    void close(Duration atMost) throws InterruptedException {
        put(END);
        thread.join(atMost);
    }
}
