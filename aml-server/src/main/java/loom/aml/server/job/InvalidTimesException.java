package loom.aml.server.job;

/** Thrown if a cron expression is malformed, or describes a date that never comes. The message says why. */
final class InvalidTimesException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidTimesException(String message) {
        super(message);
    }
}
