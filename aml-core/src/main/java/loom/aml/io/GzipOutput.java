package loom.aml.io;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;

/**
 * Compresses at the highest level by default, like the seed's compressor, because a store is written rarely but kept
 * and copied for a long time. The gzip header records whether the level is the highest, the lowest or another. A backup
 * of the file can reproduce the bytes for the highest, lowest and default level; for any other level it reproduces only
 * the text.
 */
public final class GzipOutput extends OutputStream {
    private final OutputStream out;
    private final ReproducedGzip gzip;

    public GzipOutput(OutputStream out) throws IOException {
        this(out, Deflater.BEST_COMPRESSION);
    }

    /** @param level from 1 (fastest) to 9 (smallest) */
    public GzipOutput(OutputStream out, int level) throws IOException {
        this.out = out;
        this.gzip = ReproducedGzip.ofLevel(out, level);
    }

    @Override
    public void write(int b) throws IOException {
        gzip.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        gzip.write(bytes, offset, length);
    }

    /** Finishes the gzip member and closes the underlying stream. */
    @Override
    public void close() throws IOException {
        try (out) {
            gzip.close();
        }
    }
}
