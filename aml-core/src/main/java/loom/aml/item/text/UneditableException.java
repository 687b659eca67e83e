package loom.aml.item.text;

/** An item holds something that a step cannot carry over. The message says what, for people. */
public final class UneditableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UneditableException(String message) {
        super(message);
    }
}
