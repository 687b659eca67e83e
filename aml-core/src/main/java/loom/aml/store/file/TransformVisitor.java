package loom.aml.store.file;

import java.io.IOException;
import java.io.OutputStream;
import loom.aml.item.CollectionReader;
import loom.aml.item.Element;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.Stranger;
import loom.aml.store.ChangeLog;
import loom.aml.store.Findings;
import loom.aml.store.NotTransformableException;
import loom.aml.store.Transformation;

/** Copies a collection and transforms its items on the way. What is between them, and what stays, is copied byte for byte. */
final class TransformVisitor implements CollectionReader.Visitor {
    private final Transformation transformation;
    private final OutputStream out;
    private final ChangeLog.TransformArchive archive;
    private final Findings findings;
    private int written;
    private int transformed;

    /**
     * @param findings takes the items that should change and cannot
     */
    TransformVisitor(
            Transformation transformation, OutputStream out, ChangeLog.TransformArchive archive, Findings findings) {
        this.transformation = transformation;
        this.out = out;
        this.archive = archive;
        this.findings = findings;
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
            findings.add(e.finding().kind(), e::finding);
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

    /** The id of an item is what it is found by afterwards; one that had none may have been given one. */
    private static long idHashOf(Item item, Transformation.Result result) throws IOException {
        long idHash = item.idHash();
        return idHash != 0 ? idHash : Item.alone(result.text(), item.kind()).idHash();
    }

    @Override
    public void stranger(Stranger element) throws IOException {
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

    /** Elements that were written. */
    int written() {
        return written;
    }

    /** Items that changed. */
    int transformed() {
        return transformed;
    }
}
