package loom.aml.backup.segment;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Unpacks frames. Setting a context up takes longer than unpacking a small frame, so they are used again; they hold memory outside
 * the heap until this is closed. Safe for many threads.
 */
public final class FrameDecompressor implements AutoCloseable {
    private final Queue<ZstdDecompressCtx> idle = new ConcurrentLinkedQueue<>();

    /**
     * Unpacks one.
     *
     * @return bytes of its content
     * @throws ZstdException if it is none, or does not fit
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
