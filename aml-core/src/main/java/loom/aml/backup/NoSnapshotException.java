package loom.aml.backup;

import java.io.IOException;

/** There is no snapshot of the kind that was asked for; says which there are. */
public final class NoSnapshotException extends IOException {
    private static final long serialVersionUID = 1L;

    public NoSnapshotException(String message) {
        super(message);
    }
}
