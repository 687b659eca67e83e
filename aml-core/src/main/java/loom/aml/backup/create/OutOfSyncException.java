package loom.aml.backup.create;

import java.io.IOException;

/** A text and the version before cannot be read side by side: units were moved, or too much is different, or the old one is damaged. */
final class OutOfSyncException extends IOException {
    private static final long serialVersionUID = 1L;

    OutOfSyncException(String why) {
        super(why);
    }

    OutOfSyncException(IOException cause) {
        super(cause);
    }
}
