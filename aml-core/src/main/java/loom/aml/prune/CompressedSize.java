package loom.aml.prune;

import java.io.IOException;
import java.io.OutputStream;
import loom.aml.io.GzipOutput;
import loom.aml.item.CollectionReader;
import loom.aml.item.Element;
import loom.aml.item.Item;
import loom.aml.item.Stranger;
import loom.aml.store.OpenCollection;

/** Finds out how large a collection would be as gzip, without keeping a byte of it. */
final class CompressedSize extends OutputStream {
    private long bytes;

    static long of(OpenCollection collection) throws IOException {
        CompressedSize size = new CompressedSize();
        try (OutputStream gzip = new GzipOutput(size)) {
            collection.read(new CollectionReader.Visitor() {
                @Override
                public void item(Item item) throws IOException {
                    copy(item);
                }

                @Override
                public void stranger(Stranger element) throws IOException {
                    copy(element);
                }

                private void copy(Element element) throws IOException {
                    element.writeSeparatorTo(gzip::write);
                    element.writeTo(gzip::write);
                }
            });
        }
        return size.bytes;
    }

    @Override
    public void write(int b) {
        bytes++;
    }

    @Override
    public void write(byte[] b, int offset, int length) {
        bytes += length;
    }
}
