package loom.aml.store.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import loom.aml.io.Checksum;
import loom.aml.item.Element;
import loom.aml.item.Fingerprint;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.ItemTitle;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.Insertion;
import org.jspecify.annotations.Nullable;

/**
 * Copies a collection and restores archived items to it. If the text is as the run left it, each is inserted at its
 * former position with its former separators; else it is appended after the last element with the separator of the last
 * elements.
 */
final class PutBackCopy implements CollectionEdit.Copy {
    private final CollectionChange.Insertions.Source source;
    private final ElementWriter out;
    private final CollectionFile file;
    private final Present present;
    private final boolean exact;
    private final List<Finding> refused = new ArrayList<>();
    private byte[] lastAfter = {};
    private Insertion next = END;
    private int inserted;

    private static final Insertion END = new Insertion(Integer.MAX_VALUE, null, new byte[0], new byte[0], null, false);

    /**
     * The collection that items are restored to.
     *
     * @param content null if the file does not exist
     * @param isAsLeft whether it is as the run left it that removed the items
     * @param ids hashes of the ids in the collection, whose items are refused; empty if it is as the run left it
     */
    record Present(Checksum.@Nullable Content content, boolean isAsLeft, Set<Long> ids) {
        static final Present NOTHING = new Present(null, false, Set.of());
    }

    PutBackCopy(CollectionFile file, CollectionChange.Insertions.Source source, OutputStream out, Present present)
            throws IOException {
        this.file = file;
        this.source = source;
        this.out = new ElementWriter(out);
        this.present = present;
        this.exact = present.isAsLeft();
        advance();
    }

    private void advance() throws IOException {
        next = Objects.requireNonNullElse(source.next(), END);
    }

    @Override
    public void head(byte[] text) throws IOException {
        out.head(text);
    }

    @Override
    public void item(Item item) throws IOException {
        element(item);
    }

    @Override
    public void stranger(ForeignElement element) throws IOException {
        element(element);
    }

    private void element(Element element) throws IOException {
        while (exact && next.ordinal() == out.written()) {
            insertAtFormerPosition();
        }
        if (element.ordinal() == 0 && out.written() > 0) {
            out.copyBehind(lastAfter, element);
        } else {
            out.copy(element);
        }
    }

    private void insertAtFormerPosition() throws IOException {
        out.insert(next.before(), next.text());
        byte[] after = next.after();
        if (after != null) {
            lastAfter = after;
        }
        inserted++;
        advance();
    }

    @Override
    public void closing(byte[] text) throws IOException {
        boolean wasEmpty = out.written() == 0;
        if (exact) {
            while (next != END) {
                insertAtFormerPosition();
            }
            out.close(wasEmpty && inserted > 0 ? lastAfter : text, false);
        } else {
            appendRest();
            out.close(text, wasEmpty);
        }
    }

    private void appendRest() throws IOException {
        while (next != END) {
            String id = next.id();
            if (id != null && !next.isDuplicate() && isStanding(id, next.text())) {
                refused.add(refused(id, next.text()));
            } else {
                out.append(next.text());
                inserted++;
            }
            advance();
        }
    }

    /**
     * Returns whether an item with the same id is in the collection. The text shows whether the id is a string or a
     * number.
     */
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
        if (!out.isClosed()) {
            // The text has no array.
            appendRest();
            out.closeIfOpen();
        }
        findings.addAll(refused);
    }

    private Finding refused(String id, byte[] text) throws IOException {
        return Finding.of(
                        Finding.Kind.CHANGED,
                        file.nameOf(id),
                        "an item with this id exists in the collection",
                        "not restored; the archived item remains in the archive")
                .titled(ItemTitle.of(Item.alone(text, file.kind())));
    }

    @Override
    public boolean isEdited() {
        return inserted > 0;
    }

    @Override
    public int elements() {
        return out.written();
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
