package loom.aml.backup;

import java.io.IOException;

/** Thrown if no snapshot matches a request; the message names the existing ones. */
public final class NoSnapshotException extends IOException {
    private static final long serialVersionUID = 1L;

    public NoSnapshotException(String message) {
        super(message);
    }
}
