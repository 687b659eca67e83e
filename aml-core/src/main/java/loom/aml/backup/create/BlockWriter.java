package loom.aml.backup.create;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import loom.aml.backup.segment.FrameCompressor;

/**
 * Collects the new bytes of one file into blocks, compresses full blocks, and puts them into a queue. Not safe for use by
 * several threads.
 */
final class BlockWriter implements AutoCloseable {
    private final Framing framing;
    private final BlockingQueue<Block> out;
    private final FrameCompressor compressor;
    private byte[] block = new byte[16 << 10];
    private int length;

    BlockWriter(Framing framing, BlockingQueue<Block> out) {
        this.framing = framing;
        this.out = out;
        this.compressor = new FrameCompressor(framing.effort());
    }

    void write(byte[] bytes, int offset, int count) {
        if (length + count > block.length) {
            block = Arrays.copyOf(block, Math.max(length + count, 2 * block.length));
        }
        System.arraycopy(bytes, offset, block, length, count);
        length += count;
    }

    /** Marks the end of a unit: a block may end here. Units are never split between blocks. */
    void endUnit() throws IOException {
        endUnit(framing.blockSize());
    }

    /**
     * Marks the end of a unit, with another block size.
     *
     * @param size the size in bytes at which a block is full
     */
    void endUnit(int size) throws IOException {
        if (length >= size) {
            put(new Block.Compressed(compressor.compress(block, 0, length)));
            length = 0;
        }
    }

    /** Writes the rest. */
    void end() throws IOException {
        if (length >= framing.ownFrame()) {
            put(new Block.Compressed(compressor.compress(block, 0, length)));
        } else if (length > 0) {
            put(new Block.Raw(Arrays.copyOf(block, length), length));
        }
        length = 0;
    }

    /** Discards the bytes of this file that were written so far. */
    void restart() throws IOException {
        length = 0;
        put(new Block.Restart());
    }

    private void put(Block piece) throws IOException {
        put(out, piece);
    }

    static void put(BlockingQueue<Block> out, Block piece) throws IOException {
        try {
            out.put(piece);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the backup was stopped");
        }
    }

    @Override
    public void close() {
        compressor.close();
    }
}
