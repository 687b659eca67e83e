package loom.aml.storage;

import java.io.IOException;

/**
 * The right to do something that one process may do at a time. It is renewed in the background until it is closed. If its process dies,
 * somebody else gets it: at once where the death can be proved, as on this machine, and otherwise when the lease was not renewed for as
 * long as it lasts.
 *
 * <p>A process that was suspended for longer may have lost its lease without knowing it. So the holder calls {@link #requireHeld} before
 * each step that would harm another holder. Safe for use by many threads.
 */
public interface Lease extends AutoCloseable {

    /** Returns the fencing number: larger than that of every lease of this name that was taken before. */
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
