package loom.aml.store.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loom.aml.io.ByteSink;
import loom.aml.io.Checksum;
import loom.aml.item.Element;
import loom.aml.item.Fingerprint;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.Removal;
import loom.aml.store.Rendering;
import loom.aml.store.StoreChange;
import org.jspecify.annotations.Nullable;

/**
 * Copies a collection with other texts of the survivors of merges, and without the items that they absorbed. The record of the run lists the
 * former first, so that an undo, which begins with the last change, finds the absorbed items' places as they were left.
 */
final class MergeCopy implements CollectionEdit.Copy {
    private final CollectionFile file;
    private final @Nullable Rendering rendering;
    private final Map<Long, ItemChange.Put> survivors = new HashMap<>();
    private final ChangeLog.TransformArchive former;
    private final RemovalCopy copy;
    private int changed;

    /**
     * @param absorbed in the order of the text
     * @param rendering the form in which the collection is stored; null for JSON
     */
    MergeCopy(
            CollectionFile file,
            List<ItemChange.Put> survivors,
            List<Removal> absorbed,
            @Nullable Rendering rendering,
            OutputStream out,
            ChangeLog log)
            throws IOException {
        this.file = file;
        this.rendering = rendering;
        for (ItemChange.Put put : survivors) {
            this.survivors.put(Item.alone(put.text(), put.key().kind()).idHash(), put);
        }
        this.former = log.archiveTransformed(file);
        this.copy = new RemovalCopy(absorbed, false, out, log.archiveItems(file), this::keep);
    }

    private void keep(Element element, ByteSink out) throws IOException {
        ItemChange.Put put = element instanceof Item item ? survivors.get(item.idHash()) : null;
        if (put == null || !(element instanceof Item item)) {
            element.writeTo(out);
            return;
        }
        byte[] original = item.copyBytes();
        byte[] text = rendering == null ? put.text() : CollectionTexts.asStored(rendering, file, put.text(), original);
        former.merged(Fingerprint.ofWhole(item.idHash(), text), original, text);
        out.write(text, 0, text.length);
        changed++;
    }

    @Override
    public void head(byte[] text) throws IOException {
        copy.head(text);
    }

    @Override
    public void item(Item item) throws IOException {
        copy.item(item);
    }

    @Override
    public void stranger(ForeignElement element) throws IOException {
        copy.stranger(element);
    }

    @Override
    public void closing(byte[] text) throws IOException {
        copy.closing(text);
    }

    @Override
    public void end(Checksum.@Nullable Content read, List<Finding> findings) throws IOException {
        copy.end(read, findings);
        if (changed != survivors.size()) {
            throw new OvertakenException();
        }
    }

    @Override
    public boolean isEdited() {
        return changed > 0;
    }

    @Override
    public int elements() {
        return copy.elements();
    }

    @Override
    public Map<FileOutcome.Tally, FileOutcome.Count> removed() {
        return copy.removed();
    }

    @Override
    public int transformed() {
        return changed;
    }

    @Override
    public String archive() throws IOException {
        return former.finish();
    }

    @Override
    public List<Prepared.Part> parts(@Nullable String archive, FileOutcome whole) throws IOException {
        FileOutcome put = new FileOutcome(
                whole.path(),
                StoreChange.Kind.PUT_ITEMS,
                true,
                Map.of(),
                0,
                changed,
                whole.bytesBefore(),
                whole.bytesAfter(),
                List.of(),
                List.of());
        String removed = copy.archive();
        if (removed == null) {
            return List.of(new Prepared.Part(archive, put));
        }
        FileOutcome rewrite = new FileOutcome(
                whole.path(),
                StoreChange.Kind.REWRITE,
                true,
                copy.removed(),
                0,
                whole.bytesAfter(),
                whole.bytesAfter(),
                List.of());
        return List.of(new Prepared.Part(archive, put), new Prepared.Part(removed, rewrite));
    }

    @Override
    public void close() throws IOException {
        try (former) {
            copy.close();
        }
    }
}
