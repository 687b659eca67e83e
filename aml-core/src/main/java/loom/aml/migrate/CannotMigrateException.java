package loom.aml.migrate;

/** An item holds something that a step cannot carry over. The message says what, for people. */
final class CannotMigrateException extends Exception {
    private static final long serialVersionUID = 1L;

    CannotMigrateException(String message) {
        super(message);
    }
}
