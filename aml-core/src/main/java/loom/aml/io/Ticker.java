package loom.aml.io;

import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * Time that only goes forward, for waiting: it has nothing to do with the time of day, which hosts disagree about and people
 * set. Safe for use by many threads.
 */
public interface Ticker {

    /** That of this machine. */
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

    /** Nanoseconds since some moment in the past. */
    long nanos();

    /**
     * Lets the time pass.
     *
     * @throws InterruptedIOException if the thread was interrupted
     */
    void pause(long millis) throws IOException;
}
