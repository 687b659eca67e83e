package loom.aml.backup.create;

import java.io.IOException;

/** A text and the version before cannot be read side by side: units were moved, or too much is different, or the old one is damaged. */
final class OutOfStepException extends IOException {
    private static final long serialVersionUID = 1L;

    OutOfStepException(String why) {
        super(why);
    }

    OutOfStepException(IOException cause) {
        super(cause);
    }
}
