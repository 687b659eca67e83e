package loom.aml.item;

import java.io.IOException;
import java.util.Arrays;
import loom.aml.io.ByteSink;

/**
 * One element of a collection's array: a slice of its text, and the separator before it.
 *
 * <p>An element refers to the window of its reader and is valid only until the visitor returns. Copy the bytes to keep them
 * longer.
 *
 * <pre>
 *   [ \n  {A} , \n  {B} \n ]
 *    '----'   '------'         separators: everything between the preceding element and this one
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

    /** Returns the position in the array, from 0. */
    public final int ordinal() {
        return ordinal;
    }

    /** Returns the offset of the first byte of the element in the text. */
    public final long offset() {
        return scanner.base + from;
    }

    /** Returns the length of the element in bytes. */
    public final int length() {
        return to - from;
    }

    /** Returns the number of bytes that removing the element frees: the element and the separator before it. */
    public final int lengthWithSeparator() {
        return to - separatorStart;
    }

    /** Returns whether the element is an object. */
    public final boolean isItem() {
        return this instanceof Item;
    }

    public final byte[] copyBytes() {
        return Arrays.copyOfRange(scanner.text, from, to);
    }

    public final byte[] copySeparator() {
        return Arrays.copyOfRange(scanner.text, separatorStart, from);
    }

    /** Writes the element without copying it. */
    public final void writeTo(ByteSink sink) throws IOException {
        sink.write(scanner.text, from, to - from);
    }

    /** Writes the separator without copying it. */
    public final void writeSeparatorTo(ByteSink sink) throws IOException {
        sink.write(scanner.text, separatorStart, from - separatorStart);
    }

    /** Writes the separator and the element in one call without copying them. */
    public final void writeWithSeparatorTo(ByteSink sink) throws IOException {
        sink.write(scanner.text, separatorStart, to - separatorStart);
    }
}
