package loom.aml.app.version;

/** Thrown if a text names no version of an item, or several, or one of which no copy was kept. */
public final class NoSuchVersionException extends Exception {
    private static final long serialVersionUID = 1L;

    NoSuchVersionException(String message) {
        super(message);
    }
}
