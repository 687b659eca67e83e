package loom.aml.io;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Compresses at the highest level, as the seed's compressor does: a store is written rarely, and kept and copied for long. The
 * head tells the level, so that a backup of the file can make the same bytes again.
 */
public final class GzipOutput extends OutputStream {
    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 2, (byte) 0xff};

    private final OutputStream out;
    private final ReproducedGzip gzip;

    public GzipOutput(OutputStream out) throws IOException {
        this.out = out;
        this.gzip = new ReproducedGzip(out, HEAD);
    }

    @Override
    public void write(int b) throws IOException {
        gzip.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        gzip.write(bytes, offset, length);
    }

    /** Ends the text, and closes the stream below. */
    @Override
    public void close() throws IOException {
        try (out) {
            gzip.close();
        }
    }
}
