package loom.aml.store;

import java.io.IOException;
import java.io.OutputStream;
import loom.aml.io.ByteSink;
import loom.aml.io.GzipOutput;
import loom.aml.item.UnitVisitor;

/** Computes the gzip size of a collection without storing the compressed bytes. */
public final class CompressedSize implements ByteSink {
    private long bytes;

    private CompressedSize() {}

    /**
     * Reads a whole collection and returns its compressed size in bytes.
     *
     * @param level the gzip level, from 1 (fast) to 9 (small)
     */
    public static long of(OpenCollection collection, int level) throws IOException {
        CompressedSize size = new CompressedSize();
        try (OutputStream gzip = new GzipOutput(size.stream(), level)) {
            collection.read(new UnitVisitor() {
                @Override
                protected void unit(byte[] text, int offset, int length) throws IOException {
                    gzip.write(text, offset, length);
                }
            });
        }
        return size.bytes;
    }

    @Override
    public void write(byte[] text, int offset, int length) {
        bytes += length;
    }
}
