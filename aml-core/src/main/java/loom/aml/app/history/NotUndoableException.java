package loom.aml.app.history;

/** Thrown if the requested run does not exist, is ambiguous, or cannot be undone. */
public final class NotUndoableException extends Exception {
    private static final long serialVersionUID = 1L;

    NotUndoableException(String why) {
        super(why);
    }
}
