package loom.aml.item.text;

/** An item contains something that an edit or a migration cannot handle. The message describes it to users. */
public final class UneditableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UneditableException(String message) {
        super(message);
    }
}
