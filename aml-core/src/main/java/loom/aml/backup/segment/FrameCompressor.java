package loom.aml.backup.segment;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;

/**
 * Compresses frames at the default level of zstd and borg. Holds native memory until it is closed. Not safe for use by several
 * threads.
 */
public final class FrameCompressor implements AutoCloseable {
    private static final int LEVEL = 3;

    private final ZstdCompressCtx context =
            new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true).setContentSize(true);
    private byte[] scratch = {};

    public Frame compress(byte[] raw, int offset, int length) {
        int bound = (int) Zstd.compressBound(length);
        if (scratch.length < bound) {
            scratch = new byte[bound];
        }
        int size = context.compressByteArray(scratch, 0, scratch.length, raw, offset, length);
        return new Frame(Arrays.copyOf(scratch, size), length);
    }

    @Override
    public void close() {
        context.close();
    }
}
