package loom.aml.storage;

import java.io.IOException;

/** Thrown if another process has taken over a lease that was not renewed in time. */
public final class LeaseLostException extends IOException {
    private static final long serialVersionUID = 1L;

    LeaseLostException(String lease, String holder) {
        super(lease + " was taken over by " + holder
                + " while this process did not respond; nothing more was written; try again");
    }
}
