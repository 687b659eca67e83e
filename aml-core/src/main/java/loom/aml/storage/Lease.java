package loom.aml.storage;

import java.io.IOException;

/**
 * An exclusive right that one process at a time may hold. It is renewed in the background until it is closed. If its
 * process dies, another process can take it: at once if the death can be proved, as on the same machine, and otherwise
 * when the lease has expired.
 *
 * <p>A process that was suspended for longer may have lost its lease unnoticed. So the holder calls
 * {@link #requireHeld} before each step that could harm another holder. Safe for use by many threads.
 */
public interface Lease extends AutoCloseable {

    /** Returns the fencing number, which is larger than that of every earlier lease with this name. */
    long sequence();

    /**
     * Verifies that the lease is still held, and will be for at least a third of its duration.
     *
     * @throws LeaseLostException if somebody else has taken it
     */
    void requireHeld() throws IOException;

    /** Returns the lease. */
    @Override
    void close() throws IOException;
}
