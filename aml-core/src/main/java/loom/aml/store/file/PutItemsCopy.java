package loom.aml.store.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loom.aml.io.Checksum;
import loom.aml.item.Fingerprint;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;
import loom.aml.item.text.JsonLayout;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.Rendering;
import org.jspecify.annotations.Nullable;

/**
 * Copies a collection and stores items in it: existing ones at their positions, new ones after the last. Several
 * changes of one item are made in order. The original of each item is archived, so that each change can be undone.
 */
final class PutItemsCopy implements CollectionEdit.Copy {
    private final CollectionFile file;
    private final @Nullable Rendering rendering;
    private final ElementWriter out;
    private final ChangeLog.PutArchive archive;
    private final Map<Long, List<ItemChange.Put>> pending = new LinkedHashMap<>();
    private final List<Finding> conflicts = new ArrayList<>();
    private final List<Fingerprint> added = new ArrayList<>();
    private int inserted;
    private int changed;

    /** @param rendering the form in which the collection is stored; null for JSON */
    PutItemsCopy(
            CollectionFile file,
            List<ItemChange.Put> puts,
            @Nullable Rendering rendering,
            OutputStream out,
            ChangeLog.PutArchive archive)
            throws IOException {
        this.file = file;
        this.rendering = rendering;
        this.out = new ElementWriter(out);
        this.archive = archive;
        for (ItemChange.Put put : puts) {
            long idHash = Item.alone(put.text(), put.key().kind()).idHash();
            pending.computeIfAbsent(idHash, _ -> new ArrayList<>()).add(put);
        }
    }

    @Override
    public void head(byte[] text) throws IOException {
        out.head(text);
    }

    @Override
    public void item(Item item) throws IOException {
        // Of several items with one id the first counts; the others are duplicates, which gc removes.
        List<ItemChange.Put> puts = pending.remove(item.idHash());
        if (puts == null) {
            out.copy(item);
            return;
        }
        byte[] original = item.copyBytes();
        byte[] text = afterAll(puts, original, Revision.of(item));
        if (text == null || Arrays.equals(text, original)) {
            out.copy(item);
        } else {
            out.replace(item, text);
            changed++;
        }
    }

    @Override
    public void stranger(ForeignElement element) throws IOException {
        out.copy(element);
    }

    @Override
    public void closing(byte[] text) throws IOException {
        boolean wasEmpty = out.written() == 0;
        appendNew();
        out.close(text, wasEmpty);
    }

    @Override
    public void end(Checksum.@Nullable Content read, List<Finding> findings) throws IOException {
        if (!out.isClosed()) {
            appendNew();
            out.closeIfOpen();
        }
        findings.addAll(conflicts);
    }

    private void appendNew() throws IOException {
        for (List<ItemChange.Put> puts : pending.values()) {
            byte[] text = afterAll(puts, null, null);
            if (text != null) {
                out.append(text);
                inserted++;
            }
        }
        pending.clear();
    }

    /** Returns the item after all changes whose precondition holds; null if it did not exist and still does not. */
    private byte @Nullable [] afterAll(
            List<ItemChange.Put> puts, byte @Nullable [] original, @Nullable Revision revision) throws IOException {
        byte[] text = original;
        Revision current = revision;
        for (ItemChange.Put put : puts) {
            if (!put.precondition().holds(current)) {
                conflicts.add(conflict(put.key(), current));
                archive.conflict(put);
                continue;
            }
            byte[] next = written(put, text);
            boolean isNext = text != null && (put.isExact() ? Arrays.equals(next, text) : isSame(next, text));
            if (!isNext) {
                Item item = Item.alone(next, put.key().kind());
                Fingerprint now = Fingerprint.ofWhole(item.idHash(), next);
                archive.stored(put, now, text);
                if (text == null) {
                    added.add(now);
                }
                text = next;
                current = Revision.of(item);
                archive.revised(put, current);
            }
        }
        return text;
    }

    /** Returns the text of an item as it will be in the collection. */
    private byte[] written(ItemChange.Put put, byte @Nullable [] former) throws IOException {
        byte[] text = put.text();
        if (rendering != null) {
            return CollectionTexts.asStored(rendering, file, text, former);
        }
        return former == null && !put.isExact() ? out.layout().of(text) : text;
    }

    /** Returns whether two texts differ at most in white space between tokens. */
    private static boolean isSame(byte[] one, byte[] other) {
        return Arrays.equals(JsonLayout.COMPACT.of(one), JsonLayout.COMPACT.of(other));
    }

    static Finding conflict(ItemKey key, @Nullable Revision current) {
        return Finding.of(
                Finding.Kind.CONFLICT,
                key.toString(),
                current == null ? "does not exist" : "exists in revision " + current,
                "not changed; read the item again and repeat the change");
    }

    @Override
    public boolean isEdited() {
        return inserted + changed > 0;
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
    public List<Fingerprint> added() {
        return added;
    }

    @Override
    public int transformed() {
        return changed;
    }

    @Override
    public @Nullable String archive() throws IOException {
        return archive.finish();
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
