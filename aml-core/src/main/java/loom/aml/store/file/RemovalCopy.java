package loom.aml.store.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loom.aml.io.ByteSink;
import loom.aml.io.Checksum;
import loom.aml.item.Element;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.store.ChangeLog;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.Removal;
import org.jspecify.annotations.Nullable;

/**
 * Copies a collection without the removed items, which it passes to the archive. Everything else is copied byte for
 * byte. The separator before an element is removed with it, except that the first remaining element always gets the
 * first separator.
 */
final class RemovalCopy implements CollectionEdit.Copy {
    private final Iterator<Removal> removals;
    private final OutputStream out;
    private final ChangeLog.ItemArchive archive;
    private final Map<FileOutcome.Tally, FileOutcome.Count> removed = new TreeMap<>();
    private final boolean isRecoded;
    private final Keeping keeping;
    private @Nullable Removal next;
    private ChangeLog.@Nullable Archived pending;
    private byte[] firstSeparator = {};
    private int kept;

    /**
     * @param isRecoded whether the collection is written in another encoding, and so is edited even if no item is removed
     */
    RemovalCopy(List<Removal> removals, boolean isRecoded, OutputStream out, ChangeLog.ItemArchive archive) {
        this(removals, isRecoded, out, archive, Element::writeTo);
    }

    /** @param keeping writes the elements that stay */
    RemovalCopy(
            List<Removal> removals,
            boolean isRecoded,
            OutputStream out,
            ChangeLog.ItemArchive archive,
            Keeping keeping) {
        this.keeping = keeping;
        this.removals = removals.iterator();
        this.isRecoded = isRecoded;
        this.out = out;
        this.archive = archive;
        advance();
    }

    /** Writes an element that stays. */
    @FunctionalInterface
    interface Keeping {
        void write(Element element, ByteSink out) throws IOException;
    }

    private void advance() {
        next = removals.hasNext() ? removals.next() : null;
    }

    @Override
    public void head(byte[] text) throws IOException {
        out.write(text);
    }

    @Override
    public void item(Item item) throws IOException {
        if (next == null || next.ordinal() != item.ordinal()) {
            keep(item);
            return;
        }
        if (!next.fingerprint().equals(item.fingerprint())) {
            // The file was written in place within the timestamp granularity of its state.
            throw new OvertakenException();
        }
        remove(item, next);
        advance();
    }

    @Override
    public void stranger(ForeignElement element) throws IOException {
        keep(element);
    }

    private void remove(Item item, Removal removal) throws IOException {
        if (item.ordinal() == 0) {
            firstSeparator = item.copySeparator();
        }
        archivePending(item);
        pending = ChangeLog.Archived.of(item, removal.cause());
        removed.merge(
                FileOutcome.Tally.of(removal.cause()),
                new FileOutcome.Count(1, item.lengthWithSeparator()),
                FileOutcome.Count::plus);
    }

    private void keep(Element element) throws IOException {
        archivePending(element);
        if (kept == 0 && element.ordinal() > 0) {
            out.write(firstSeparator);
        } else {
            element.writeSeparatorTo(out::write);
        }
        keeping.write(element, out::write);
        kept++;
    }

    /**
     * Archives the removed item that is pending. The separator after it is lost if no element before it remains; the
     * archive keeps it then.
     */
    private void archivePending(Element following) throws IOException {
        archivePending(kept == 0 && pending != null ? following.copySeparator() : null);
    }

    private void archivePending(byte @Nullable [] after) throws IOException {
        if (pending != null) {
            archive.add(pending, after);
            pending = null;
        }
    }

    @Override
    public void closing(byte[] text) throws IOException {
        archivePending(kept == 0 ? text : null);
        if (kept == 0 && !removed.isEmpty()) {
            int bracket = 0;
            while (text[bracket] != ']') {
                bracket++;
            }
            out.write(text, bracket, text.length - bracket);
        } else {
            out.write(text);
        }
    }

    @Override
    public void end(Checksum.@Nullable Content read, List<Finding> findings) throws OvertakenException {
        if (next != null) {
            throw new OvertakenException();
        }
    }

    @Override
    public boolean isEdited() {
        return isRecoded || !removed.isEmpty();
    }

    @Override
    public int elements() {
        return kept;
    }

    @Override
    public Map<FileOutcome.Tally, FileOutcome.Count> removed() {
        return removed;
    }

    @Override
    public @Nullable String archive() throws IOException {
        return removed.isEmpty() ? null : archive.finish();
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
