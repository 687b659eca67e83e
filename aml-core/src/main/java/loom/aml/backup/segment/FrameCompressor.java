package loom.aml.backup.segment;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;

/** Makes frames, at the level that zstd and borg take by default. Holds memory outside the heap until it is closed. One thread at a time. */
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
