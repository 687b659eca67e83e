package loom.aml.io;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses at the highest level, as the seed's compressor does: a store is written rarely, and kept and copied for long.
 */
public final class GzipOutput extends GZIPOutputStream {
    private static final int BUFFER = 64 << 10;

    public GzipOutput(OutputStream out) throws IOException {
        super(out, BUFFER);
        def.setLevel(Deflater.BEST_COMPRESSION);
    }
}
