package loom.aml.io;

/**
 * An element of a collection is larger than aml reads into memory at once. It may be perfectly sound; it is handled as damage is,
 * left alone with its file, and reported for what it is.
 */
public final class ElementTooLargeException extends DamagedException {
    private static final long serialVersionUID = 1L;

    /**
     * @param offset where the element begins
     * @param limit in bytes
     */
    public ElementTooLargeException(long offset, long limit) {
        super(offset, "an element larger than the limit of " + (limit >> 20) + " MB begins");
    }
}
