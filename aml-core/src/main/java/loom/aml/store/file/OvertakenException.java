package loom.aml.store.file;

import java.io.IOException;

/**
 * Thrown if another program wrote the file between two reads: this attempt is void, and the next one begins with the
 * present version.
 */
final class OvertakenException extends IOException {
    private static final long serialVersionUID = 1L;

    OvertakenException() {
        super("another program wrote the file while it was being read");
    }
}
