package loom.aml.server.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cuts off clients that do not read. A write that takes too long is interrupted, which closes its connection. The thread is
 * interrupted in the write only, never in other work of the call.
 */
final class ClientWrites implements AutoCloseable {
    private static final int PIECE = 64 << 10;
    private static final Duration CHECKED_EVERY = Duration.ofMillis(500);

    private final long patienceNanos;
    private final Set<Write> writes = ConcurrentHashMap.newKeySet();
    private final Thread watch;

    ClientWrites(Duration patience) {
        this.patienceNanos = patience.toNanos();
        this.watch = Thread.ofVirtual().name("aml-client-writes").start(this::watch);
    }

    private static final class Write {
        private final Thread thread = Thread.currentThread();
        private final long began = System.nanoTime();
        private boolean isDone;
        private boolean isInterrupted;

        synchronized void interruptIfOlderThan(long nanos) {
            if (!isDone && System.nanoTime() - began > nanos) {
                isInterrupted = true;
                thread.interrupt();
            }
        }

        synchronized void end() {
            isDone = true;
            if (isInterrupted) {
                // It must not meet other work.
                Thread.interrupted();
            }
        }
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(CHECKED_EVERY);
                writes.forEach(write -> write.interruptIfOlderThan(patienceNanos));
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private interface Output {
        void run() throws IOException;
    }

    private void timed(Output output) throws IOException {
        Write write = new Write();
        writes.add(write);
        try {
            output.run();
        } finally {
            writes.remove(write);
            write.end();
        }
    }

    OutputStream guarded(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                for (int at = 0; at < length; at += PIECE) {
                    int from = offset + at;
                    int size = Math.min(PIECE, length - at);
                    timed(() -> this.out.write(bytes, from, size));
                }
            }

            @Override
            public void flush() throws IOException {
                timed(this.out::flush);
            }

            @Override
            public void close() throws IOException {
                timed(this.out::close);
            }
        };
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
