package loom.aml.backup.create;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import loom.aml.backup.segment.FrameCompressor;

/** Gathers the new bytes of one file into blocks, compresses those that are full, and passes them on. One thread at a time. */
final class BlockWriter implements AutoCloseable {
    /**
     * What is left of a file gets a frame of its own from this size on. A restore goes through every increment file by file, so it
     * should find what it needs of each together, and nothing else.
     */
    private static final int OWN_FRAME = 8 << 10;

    private final int blockSize;
    private final BlockingQueue<Block> out;
    private final FrameCompressor compressor = new FrameCompressor();
    private byte[] block = new byte[16 << 10];
    private int length;

    /**
     * @param blockSize bytes from which a block is full
     */
    BlockWriter(int blockSize, BlockingQueue<Block> out) {
        this.blockSize = blockSize;
        this.out = out;
    }

    void write(byte[] bytes, int offset, int count) {
        if (length + count > block.length) {
            block = Arrays.copyOf(block, Math.max(length + count, 2 * block.length));
        }
        System.arraycopy(bytes, offset, block, length, count);
        length += count;
    }

    /** What was written so far may end a block: nothing that belongs together is in two. */
    void endUnit() throws IOException {
        endUnit(blockSize);
    }

    /**
     * The same, for what is to lie in blocks of another size.
     *
     * @param size bytes from which a block is full
     */
    void endUnit(int size) throws IOException {
        if (length >= size) {
            put(new Block.Compressed(compressor.compress(block, 0, length)));
            length = 0;
        }
    }

    /** Passes on what is left. */
    void end() throws IOException {
        if (length >= OWN_FRAME) {
            put(new Block.Compressed(compressor.compress(block, 0, length)));
        } else if (length > 0) {
            put(new Block.Raw(Arrays.copyOf(block, length), length));
        }
        length = 0;
    }

    /** Drops what was written. */
    void beginAnew() throws IOException {
        length = 0;
        put(new Block.Anew());
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
