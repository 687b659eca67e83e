package loom.aml.backup.segment;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;

/** Compresses frames. Holds native memory until it is closed. Not safe for use by several threads. */
public final class FrameCompressor implements AutoCloseable {
    private final ZstdCompressCtx context;
    private byte[] scratch = {};

    /** How hard frames are compressed. */
    public enum Effort {
        /** The default level of zstd and borg, for many bytes. */
        FAST(3),

        /** A fifth smaller, at a tenth of the speed. */
        SMALL(12);

        private final int level;

        Effort(int level) {
            this.level = level;
        }
    }

    public FrameCompressor(Effort effort) {
        this.context =
                new ZstdCompressCtx().setLevel(effort.level).setChecksum(true).setContentSize(true);
    }

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
