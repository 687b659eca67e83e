package loom.aml.item;

/**
 * An element of a collection that is not an object: a number, a string, or null. Every operation reports it and leaves
 * it in place.
 */
public final class ForeignElement extends Element {
    ForeignElement(JsonScanner scanner) {
        super(scanner);
    }

    /** Returns whether the element is a string of white space, such as the empty line of a file that is rendered. */
    public boolean isBlank() {
        byte[] bytes = copyBytes();
        return bytes[0] == '"' && JsonText.decode(bytes, 1, bytes.length - 1).isBlank();
    }
}
