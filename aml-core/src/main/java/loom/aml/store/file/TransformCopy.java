package loom.aml.store.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import loom.aml.io.Checksum;
import loom.aml.item.Element;
import loom.aml.item.Fingerprint;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.store.ChangeLog;
import loom.aml.store.Finding;
import loom.aml.store.Findings;
import loom.aml.store.NotTransformableException;
import loom.aml.store.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Copies a collection and transforms its items on the way. Unchanged items and the text between items are copied byte
 * for byte.
 */
final class TransformCopy implements CollectionEdit.Copy {
    private final Transformation transformation;
    private final OutputStream out;
    private final ChangeLog.TransformArchive archive;
    private final Findings refused;
    private int written;
    private int transformed;

    TransformCopy(String path, Transformation transformation, OutputStream out, ChangeLog.TransformArchive archive) {
        this.transformation = transformation;
        this.out = out;
        this.archive = archive;
        this.refused = new Findings(path);
    }

    @Override
    public void head(byte[] text) throws IOException {
        out.write(text);
    }

    @Override
    public void item(Item item) throws IOException {
        Transformation.Result result = null;
        try {
            result = transformation.apply(item);
        } catch (NotTransformableException e) {
            refused.add(e.finding().kind(), e::finding);
        }
        if (result == null) {
            copy(item);
            return;
        }
        archive.add(
                Fingerprint.ofWhole(idHashOf(item, result), result.text()),
                result.was(),
                result.isExact() ? null : item.copyBytes());
        item.writeSeparatorTo(out::write);
        out.write(result.text());
        written++;
        transformed++;
    }

    /**
     * Returns the hash of the id by which the item is found afterwards; the transformation may have assigned the id.
     */
    private static long idHashOf(Item item, Transformation.Result result) throws IOException {
        long idHash = item.idHash();
        return idHash != 0 ? idHash : Item.alone(result.text(), item.kind()).idHash();
    }

    @Override
    public void stranger(ForeignElement element) throws IOException {
        copy(element);
    }

    private void copy(Element element) throws IOException {
        element.writeSeparatorTo(out::write);
        element.writeTo(out::write);
        written++;
    }

    @Override
    public void closing(byte[] text) throws IOException {
        out.write(text);
    }

    @Override
    public void end(Checksum.@Nullable Content read, List<Finding> findings) {
        findings.addAll(refused.list());
    }

    @Override
    public boolean isEdited() {
        return transformed > 0;
    }

    @Override
    public int elements() {
        return written;
    }

    @Override
    public int transformed() {
        return transformed;
    }

    @Override
    public String archive() throws IOException {
        return archive.finish();
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
