package loom.aml.edit;

/** An item that the runtime would not load, or that is incomplete. The message says which field is wrong, for people. */
public final class InvalidItemException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidItemException(String message) {
        super(message);
    }
}
