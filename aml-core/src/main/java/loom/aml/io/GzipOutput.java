package loom.aml.io;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;

/**
 * Compresses at the highest level, as the seed's compressor does, unless another is asked for: a store is written rarely, and
 * kept and copied for long. The head tells whether the level is the highest, the lowest or the usual one, so that a backup of the
 * file can make the same bytes again; of any other level it makes the same text.
 */
public final class GzipOutput extends OutputStream {
    private final OutputStream out;
    private final ReproducedGzip gzip;

    public GzipOutput(OutputStream out) throws IOException {
        this(out, Deflater.BEST_COMPRESSION);
    }

    /**
     * @param level from 1, fast, to 9, small
     */
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

    /** Ends the text, and closes the stream below. */
    @Override
    public void close() throws IOException {
        try (out) {
            gzip.close();
        }
    }
}
