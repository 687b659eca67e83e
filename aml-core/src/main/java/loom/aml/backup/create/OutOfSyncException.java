package loom.aml.backup.create;

import java.io.IOException;

/**
 * Thrown if a text cannot be compared side by side with its previous version: units were moved, too much has changed, or the
 * previous version is damaged.
 */
final class OutOfSyncException extends IOException {
    private static final long serialVersionUID = 1L;

    OutOfSyncException(String why) {
        super(why);
    }

    OutOfSyncException(IOException cause) {
        super(cause);
    }
}
