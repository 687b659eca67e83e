package loom.aml.store.loom;

import java.io.IOException;

/** Another program wrote the file between two looks of ours: this attempt is void, the next begins with what stands there now. */
final class OvertakenException extends IOException {
    private static final long serialVersionUID = 1L;

    OvertakenException() {
        super("the file was written by another program while it was being read");
    }
}
