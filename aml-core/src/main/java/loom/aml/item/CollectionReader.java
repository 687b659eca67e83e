package loom.aml.item;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import loom.aml.io.DamagedException;
import loom.aml.io.TextInput;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a collection, a JSON array of items, in one pass through a window of limited size. It reports the parts of the
 * text: the head, each element with the separator before it, and the closing. Their concatenation is exactly the text.
 *
 * <pre>
 *   head       [BOM] white space [
 *   element    separator value                  any number of times
 *   closing    white space ] white space
 * </pre>
 *
 * <p>Text that is empty, white space, or {@code null} is an empty collection: it has only a head.
 */
public final class CollectionReader {

    private final Visitor visitor;
    private final JsonScanner scanner;
    private final TextWindow window;
    private final Item item;
    private final ForeignElement stranger;

    /** Receives the parts of a collection in order. */
    public interface Visitor {
        /** Receives everything up to and including the opening bracket. */
        default void head(byte[] text) throws IOException {}

        void item(Item item) throws IOException;

        /**
         * Returns the fields that the visitor reads, including those that contain them; null for all. Other fields
         * appear to be absent. Reading few fields is faster.
         */
        default @Nullable Set<Field> onlyFields() {
            return null;
        }

        /** Receives an element that is not an object. */
        default void stranger(ForeignElement element) throws IOException {}

        /** Receives everything after the last element. */
        default void closing(byte[] text) throws IOException {}
    }

    private CollectionReader(TextInput input, ItemKind kind, Visitor visitor) {
        this.visitor = visitor;
        Set<Field> fields = visitor.onlyFields();
        this.scanner = fields == null ? new JsonScanner() : new JsonScanner(FieldTree.of(fields));
        this.window = new TextWindow(input, scanner);
        this.item = new Item(scanner, kind);
        this.stranger = new ForeignElement(scanner);
    }

    /**
     * Reads the whole collection.
     *
     * @return the number of elements
     * @throws DamagedException if the text is not a valid collection; discard everything that the visitor received
     */
    public static int read(TextInput input, ItemKind kind, Visitor visitor) throws IOException {
        return new CollectionReader(input, kind, visitor).read();
    }

    private int read() throws IOException {
        int p = head();
        if (p < 0) {
            return 0;
        }
        int count = 0;
        while (true) {
            int next = element(p, count);
            if (next < 0) {
                return count;
            }
            p = next;
            count++;
        }
    }

    /** Returns the position after the opening bracket; -1 if the text is an empty collection without a bracket. */
    private int head() throws IOException {
        window.widen(0);
        while (true) {
            try {
                int p = scanner.blank(afterByteOrderMark());
                if (scanner.text[p] == '[') {
                    visitor.head(Arrays.copyOf(scanner.text, p + 1));
                    return p + 1;
                }
                boolean isNull = scanner.text[p] == 'n';
                int end = isNull ? scanner.blank(scanner.value(p, 0)) : p;
                if (end < scanner.limit) {
                    throw isNull
                            ? scanner.damaged(end, "text after the document")
                            : scanner.damaged(p, "the root is not an array");
                }
                if (!scanner.atEnd) {
                    throw JsonScanner.WindowEndException.INSTANCE;
                }
                visitor.head(Arrays.copyOf(scanner.text, scanner.limit));
                return -1;
            } catch (JsonScanner.WindowEndException e) {
                window.widen(0);
            }
        }
    }

    private int afterByteOrderMark() {
        byte[] text = scanner.text;
        return text[0] == (byte) 0xef && text[1] == (byte) 0xbb && text[2] == (byte) 0xbf ? 3 : 0;
    }

    /**
     * Reads the element whose separator begins at {@code p}. Returns the position after it; -1 at the end of the array.
     */
    private int element(int p, int ordinal) throws IOException {
        while (true) {
            try {
                int at = scanner.blank(p);
                byte b = scanner.text[at];
                if (b == ']') {
                    closing(p, at);
                    return -1;
                }
                if (ordinal > 0) {
                    if (b != ',') {
                        throw scanner.stopped(at, "missing comma after an element");
                    }
                    at = scanner.blank(at + 1);
                }
                boolean isObject = scanner.text[at] == '{';
                int end = isObject ? scanner.item(at) : scanner.value(at, 1);
                window.checkSize(p, end);
                Element element = isObject ? item : stranger;
                element.ordinal = ordinal;
                element.separatorStart = p;
                element.from = at;
                element.to = end;
                if (isObject) {
                    visitor.item(item);
                } else {
                    visitor.stranger(stranger);
                }
                return end;
            } catch (JsonScanner.WindowEndException e) {
                p = window.widen(p);
            }
        }
    }

    private void closing(int p, int bracket) throws IOException {
        while (true) {
            int end = scanner.blank(bracket + 1);
            if (end < scanner.limit) {
                throw scanner.damaged(end, "text after the document");
            }
            if (scanner.atEnd) {
                visitor.closing(Arrays.copyOfRange(scanner.text, p, scanner.limit));
                return;
            }
            int moved = window.widen(p);
            bracket += moved - p;
            p = moved;
        }
    }
}
