package loom.aml.edit;

/** An item is incomplete, or the runtime would not load it. The message names the field. */
public final class InvalidItemException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidItemException(String message) {
        super(message);
    }
}
