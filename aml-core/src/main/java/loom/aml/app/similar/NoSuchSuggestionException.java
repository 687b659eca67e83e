package loom.aml.app.similar;

/** Thrown if a suggestion cannot be acted on; the message says why. Nothing was changed. */
public final class NoSuchSuggestionException extends Exception {
    private static final long serialVersionUID = 1L;

    NoSuchSuggestionException(String message) {
        super(message);
    }
}
