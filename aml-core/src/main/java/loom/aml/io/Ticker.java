package loom.aml.io;

import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * A monotonic clock for waiting. It is independent of the wall clock, which users adjust and hosts disagree about.
 * Thread-safe.
 */
public interface Ticker {

    /** The system's monotonic clock. */
    Ticker SYSTEM = new Ticker() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(long millis) throws IOException {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting");
            }
        }
    };

    /** Returns nanoseconds since an arbitrary moment in the past. */
    long nanos();

    /**
     * Waits.
     *
     * @throws InterruptedIOException if the thread was interrupted
     */
    void pause(long millis) throws IOException;
}
