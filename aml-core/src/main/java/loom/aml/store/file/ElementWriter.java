package loom.aml.store.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import loom.aml.item.Element;
import loom.aml.item.text.JsonLayout;

/** Writes the elements of a collection in order and appends new ones with the separator of the last ones. */
final class ElementWriter {
    private static final byte[] FIRST = "\n  ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSING = "\n]".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private byte[] separator = {};
    private int written;
    private boolean isClosed;

    ElementWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes everything before the first element.
     *
     * @param text empty, blank or {@code null} if the collection has no array yet
     */
    void head(byte[] text) throws IOException {
        if (text.length > 0 && text[text.length - 1] == '[') {
            out.write(text);
        } else {
            out.write('[');
        }
    }

    /** Copies an element and the separator before it. */
    void copy(Element element) throws IOException {
        element.writeSeparatorTo(out::write);
        element.writeTo(out::write);
        noteSeparator(element);
    }

    /** Writes other bytes in place of an element. */
    void replace(Element element, byte[] text) throws IOException {
        element.writeSeparatorTo(out::write);
        out.write(text);
        noteSeparator(element);
    }

    private void noteSeparator(Element element) {
        byte[] before = element.copySeparator();
        separator = element.ordinal() == 0 ? withComma(before) : before;
        written++;
    }

    /** Writes an archived element between others, with its former separator. */
    void insert(byte[] separatorBefore, byte[] text) throws IOException {
        out.write(separatorBefore);
        out.write(text);
        written++;
    }

    /** Copies an element with another separator before it. */
    void copyBehind(byte[] other, Element element) throws IOException {
        out.write(other);
        element.writeTo(out::write);
        noteSeparator(element);
    }

    /** Appends an element without formatting it. */
    void append(byte[] text) throws IOException {
        out.write(written == 0 ? FIRST : separatorToRepeat());
        out.write(text);
        written++;
    }

    private byte[] separatorToRepeat() {
        return separator.length == 0 ? withComma(FIRST) : separator;
    }

    /** Returns the layout of the last elements, or the runtime's layout for an empty collection. */
    JsonLayout layout() {
        return JsonLayout.ofElements(written == 0 ? FIRST : separatorToRepeat());
    }

    /**
     * Writes everything after the last element.
     *
     * @param text the end of the collection
     * @param wasEmpty whether it had no element, so that the end belongs to an empty array
     */
    void close(byte[] text, boolean wasEmpty) throws IOException {
        out.write(wasEmpty && written > 0 ? CLOSING : text);
        isClosed = true;
    }

    /** Closes a collection that had no array. */
    void closeIfOpen() throws IOException {
        if (!isClosed) {
            out.write(CLOSING);
            isClosed = true;
        }
    }

    boolean isClosed() {
        return isClosed;
    }

    int written() {
        return written;
    }

    static byte[] withComma(byte[] blank) {
        byte[] withComma = new byte[blank.length + 1];
        withComma[0] = ',';
        System.arraycopy(blank, 0, withComma, 1, blank.length);
        return withComma;
    }
}
