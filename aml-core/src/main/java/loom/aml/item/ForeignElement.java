package loom.aml.item;

/**
 * An element of a collection that is not an object: a number, a string, or null. Every operation reports it and leaves
 * it in place.
 */
public final class ForeignElement extends Element {
    ForeignElement(JsonScanner scanner) {
        super(scanner);
    }
}
