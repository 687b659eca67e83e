package loom.aml.item;

/** An element of a collection that is no object: a number, a string, null. Left in place by every operation, and reported. */
public final class ForeignElement extends Element {
    ForeignElement(JsonScanner scanner) {
        super(scanner);
    }
}
