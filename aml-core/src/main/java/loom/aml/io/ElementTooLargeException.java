package loom.aml.io;

/**
 * An element of a collection exceeds the size that aml reads into memory. The element may be valid. Like damage, it
 * leaves the file unchanged and is reported.
 */
public final class ElementTooLargeException extends DamagedException {
    private static final long serialVersionUID = 1L;

    /**
     * @param offset offset of the first byte of the element
     * @param limit in bytes
     */
    public ElementTooLargeException(long offset, long limit) {
        super(offset, "an element larger than the limit of " + (limit >> 20) + " MB begins");
    }
}
