package loom.aml.store.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import loom.aml.item.CollectionReader;
import loom.aml.item.Element;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.Stranger;
import loom.aml.store.FileChange;
import loom.aml.store.Insertion;

/**
 * Copies a collection and puts archived items back into it: each where it stood, with the text that stood around it, if
 * {@code exact}; else behind the last element, set apart as the last elements are.
 */
final class PutBackVisitor implements CollectionReader.Visitor {
    private static final byte[] DEFAULT_FIRST = "\n  ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DEFAULT_CLOSING = "\n]".getBytes(StandardCharsets.US_ASCII);

    private final FileChange.Insertions.Source source;
    private final OutputStream out;
    private final boolean exact;
    private final Set<Long> standing;
    private final List<String> refused = new ArrayList<>();
    private byte[] separatorToCopy = {};
    private byte[] lastAfter = {};
    private Insertion next = END;
    private int written;
    private int inserted;
    private boolean closed;

    private static final Insertion END = new Insertion(Integer.MAX_VALUE, null, new byte[0], new byte[0], null, false);

    /**
     * @param standing hashes of the ids that stand in the collection, if not exact: their items are refused
     */
    PutBackVisitor(FileChange.Insertions.Source source, OutputStream out, boolean exact, Set<Long> standing)
            throws IOException {
        this.source = source;
        this.out = out;
        this.exact = exact;
        this.standing = standing;
        advance();
    }

    private void advance() throws IOException {
        next = Objects.requireNonNullElse(source.next(), END);
    }

    @Override
    public void head(byte[] text) throws IOException {
        if (text.length > 0 && text[text.length - 1] == '[') {
            out.write(text);
        } else {
            out.write('[');
        }
    }

    @Override
    public void item(Item item) throws IOException {
        element(item);
    }

    @Override
    public void stranger(Stranger element) throws IOException {
        element(element);
    }

    private void element(Element element) throws IOException {
        while (exact && next.ordinal() == written) {
            insertWhereItStood();
        }
        byte[] separator = element.copySeparator();
        out.write(element.ordinal() == 0 && written > 0 ? lastAfter : separator);
        element.writeTo(out::write);
        separatorToCopy = element.ordinal() == 0 ? withComma(separator) : separator;
        written++;
    }

    private static byte[] withComma(byte[] blank) {
        byte[] separator = new byte[blank.length + 1];
        separator[0] = ',';
        System.arraycopy(blank, 0, separator, 1, blank.length);
        return separator;
    }

    private void insertWhereItStood() throws IOException {
        out.write(next.before());
        out.write(next.text());
        byte[] after = next.after();
        if (after != null) {
            lastAfter = after;
        }
        written++;
        inserted++;
        advance();
    }

    @Override
    public void closing(byte[] text) throws IOException {
        boolean wasEmpty = written == 0;
        if (exact) {
            while (next != END) {
                insertWhereItStood();
            }
            out.write(wasEmpty && inserted > 0 ? lastAfter : text);
        } else {
            appendRest();
            out.write(wasEmpty && inserted > 0 ? DEFAULT_CLOSING : text);
        }
        closed = true;
    }

    private void appendRest() throws IOException {
        while (next != END) {
            String id = next.id();
            if (id != null && !next.isDuplicate() && isStanding(id, next.text())) {
                refused.add(id);
            } else {
                out.write(
                        written == 0
                                ? DEFAULT_FIRST
                                : separatorToCopy.length == 0 ? withComma(DEFAULT_FIRST) : separatorToCopy);
                out.write(next.text());
                written++;
                inserted++;
            }
            advance();
        }
    }

    /** Whether an item of the same id stands in the collection. The text says whether the id is a string or a number. */
    private boolean isStanding(String id, byte[] text) throws IOException {
        for (long hash : Fingerprint.ofIdAsWritten(id)) {
            if (standing.contains(hash) && Item.alone(text, ItemKind.PATTERN).idHash() == hash) {
                return true;
            }
        }
        return false;
    }

    /** Ends a text that had no array at all. */
    void finish() throws IOException {
        if (!closed) {
            appendRest();
            out.write(DEFAULT_CLOSING);
        }
    }

    int inserted() {
        return inserted;
    }

    int written() {
        return written;
    }

    /** Ids that stand in the collection again, or still, so that the archived items stay in the archive. */
    List<String> refused() {
        return refused;
    }
}
