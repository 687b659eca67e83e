package loom.aml.app.history;

/** No recorded run has an id. */
public final class NoSuchRunException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NoSuchRunException(String run) {
        super("no run '" + run + "'");
    }
}
