package loom.aml.item;

import java.util.Arrays;
import loom.aml.io.ByteSink;

/**
 * One element of a collection's array: a slice of its text, and the separator before it.
 *
 * <p>An element borrows the window of the reader that hands it out. It is valid until the visitor returns; whoever needs
 * bytes for longer copies them.
 *
 * <pre>
 *   [ \n  {A} , \n  {B} \n ]
 *    '----'   '------'         separators: all between the end of what stands before and the element
 * </pre>
 */
public abstract sealed class Element permits Item, ForeignElement {
    final JsonScanner scanner;
    int separatorStart;
    int from;
    int to;
    int ordinal;

    Element(JsonScanner scanner) {
        this.scanner = scanner;
    }

    /** Position in the array, from 0. */
    public final int ordinal() {
        return ordinal;
    }

    /** Offset of the first byte of the element in the text. */
    public final long offset() {
        return scanner.base + from;
    }

    /** Bytes of text that the element itself has. */
    public final int length() {
        return to - from;
    }

    /** Bytes of text that leave with it: the element and the separator before it. */
    public final int lengthWithSeparator() {
        return to - separatorStart;
    }

    /** Whether the whole element is an object. */
    public final boolean isItem() {
        return this instanceof Item;
    }

    public final byte[] copyBytes() {
        return Arrays.copyOfRange(scanner.text, from, to);
    }

    public final byte[] copySeparator() {
        return Arrays.copyOfRange(scanner.text, separatorStart, from);
    }

    /** Hands the element on without copying it. */
    public final void writeTo(ByteSink sink) throws java.io.IOException {
        sink.write(scanner.text, from, to - from);
    }

    /** Hands the separator on without copying it. */
    public final void writeSeparatorTo(ByteSink sink) throws java.io.IOException {
        sink.write(scanner.text, separatorStart, from - separatorStart);
    }

    /** Hands on the separator and the element in one piece without copying them. */
    public final void writeWithSeparatorTo(ByteSink sink) throws java.io.IOException {
        sink.write(scanner.text, separatorStart, to - separatorStart);
    }
}
