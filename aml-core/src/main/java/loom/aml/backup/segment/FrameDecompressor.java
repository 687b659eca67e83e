package loom.aml.backup.segment;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Decompresses frames. Contexts are reused, because creating one takes longer than decompressing a small frame; they hold
 * native memory until this is closed. Safe for use by several threads.
 */
public final class FrameDecompressor implements AutoCloseable {
    private final Queue<ZstdDecompressCtx> idle = new ConcurrentLinkedQueue<>();

    /**
     * Decompresses a frame.
     *
     * @return the size of its content in bytes
     * @throws ZstdException if it is not a valid frame, or does not fit
     */
    int decompress(byte[] frame, byte[] content) {
        ZstdDecompressCtx known = idle.poll();
        ZstdDecompressCtx context = known == null ? new ZstdDecompressCtx() : known;
        boolean done = false;
        try {
            int size = context.decompressByteArray(content, 0, content.length, frame, 0, frame.length);
            done = true;
            return size;
        } finally {
            if (done) {
                idle.add(context);
            } else {
                context.close();
            }
        }
    }

    @Override
    public void close() {
        for (ZstdDecompressCtx context = idle.poll(); context != null; context = idle.poll()) {
            context.close();
        }
    }
}
