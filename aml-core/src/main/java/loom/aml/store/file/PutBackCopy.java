package loom.aml.store.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import loom.aml.io.Checksum;
import loom.aml.item.Element;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.Stranger;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import loom.aml.store.Finding;
import loom.aml.store.Insertion;
import org.jspecify.annotations.Nullable;

/**
 * Copies a collection and puts archived items back into it: each where it stood, with the text that stood around it, if
 * {@code exact}; else behind the last element, set apart as the last elements are.
 */
final class PutBackCopy implements CollectionEdit.Copy {
    private static final byte[] DEFAULT_FIRST = "\n  ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DEFAULT_CLOSING = "\n]".getBytes(StandardCharsets.US_ASCII);

    private final FileChange.Insertions.Source source;
    private final OutputStream out;
    private final CollectionFile file;
    private final PutBackEdit.Present present;
    private final boolean exact;
    private final List<String> refused = new ArrayList<>();
    private byte[] separatorToCopy = {};
    private byte[] lastAfter = {};
    private Insertion next = END;
    private int written;
    private int inserted;
    private boolean closed;

    private static final Insertion END = new Insertion(Integer.MAX_VALUE, null, new byte[0], new byte[0], null, false);

    PutBackCopy(CollectionFile file, FileChange.Insertions.Source source, OutputStream out, PutBackEdit.Present present)
            throws IOException {
        this.file = file;
        this.source = source;
        this.out = out;
        this.present = present;
        this.exact = present.isAsLeft();
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
            if (present.ids().contains(hash)
                    && Item.alone(text, ItemKind.PATTERN).idHash() == hash) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void end(Checksum.@Nullable Content read, List<Finding> findings) throws IOException {
        if (!Objects.equals(read, present.content())) {
            throw new OvertakenException();
        }
        if (!closed) {
            // The text had no array at all.
            appendRest();
            out.write(DEFAULT_CLOSING);
        }
        for (String id : refused) {
            findings.add(Finding.of(
                    Finding.Kind.CHANGED,
                    file.agent() + "/" + file.kind().word() + "/" + id,
                    "an item of this id stands in the collection",
                    "not put back; the archived one stays in the archive"));
        }
    }

    @Override
    public boolean isEdited() {
        return inserted > 0;
    }

    @Override
    public int elements() {
        return written;
    }

    @Override
    public int inserted() {
        return inserted;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
