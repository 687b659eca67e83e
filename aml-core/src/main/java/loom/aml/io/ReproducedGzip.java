package loom.aml.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Recompresses text so that the result equals a gzip file (RFC 1952) of which only the first ten bytes are known: with the same
 * header, at the level that the header indicates. The text is always the same; the bytes are the same if both programs use the same zlib.
 *
 * <pre>
 * 1f 8b 08 | flags | mtime 4 | extra: 2 best, 4 fastest | system
 * </pre>
 */
public final class ReproducedGzip extends OutputStream {
    private static final int HEAD = 10;
    private static final int FLAGS = 3;
    private static final int EXTRA = 8;
    private static final int BEST = 2;
    private static final int FASTEST = 4;

    /** The default level of zlib, which the runtime and most programs use. */
    private static final int USUAL_LEVEL = 6;

    private static final int BUFFER = 64 << 10;

    private final OutputStream out;
    private final Deflater deflater;
    private final DeflaterOutputStream deflated;
    private final CRC32 crc = new CRC32();
    private long size;
    private boolean isClosed;

    /** @param head the first ten bytes of the file to reproduce */
    public ReproducedGzip(OutputStream out, byte[] head) throws IOException {
        this(out, head, levelOf(head));
    }

    private ReproducedGzip(OutputStream out, byte[] head, int level) throws IOException {
        this.out = out;
        byte[] first = Arrays.copyOf(head, HEAD);
        // The optional fields that a flag announces, such as a name, are not known.
        first[FLAGS] = 0;
        out.write(first);
        this.deflater = new Deflater(level, true);
        this.deflated = new DeflaterOutputStream(out, deflater, BUFFER);
    }

    private static int levelOf(byte[] head) {
        return switch (head.length > EXTRA ? head[EXTRA] : 0) {
            case BEST -> Deflater.BEST_COMPRESSION;
            case FASTEST -> Deflater.BEST_SPEED;
            default -> USUAL_LEVEL;
        };
    }

    /** Compresses with a new header that indicates the level as far as a header can. */
    static ReproducedGzip ofLevel(OutputStream out, int level) throws IOException {
        byte extra = switch (level) {
            case Deflater.BEST_COMPRESSION -> BEST;
            case Deflater.BEST_SPEED -> FASTEST;
            default -> 0;
        };
        byte[] head = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, extra, (byte) 0xff};
        return new ReproducedGzip(out, head, level);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        deflated.write(bytes, offset, length);
        crc.update(bytes, offset, length);
        size += length;
    }

    /** Finishes the gzip member; the underlying stream stays open. */
    @Override
    public void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            deflated.finish();
            ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            out.write(trailer.putInt((int) crc.getValue()).putInt((int) size).array());
        } finally {
            deflater.end();
        }
    }
}
