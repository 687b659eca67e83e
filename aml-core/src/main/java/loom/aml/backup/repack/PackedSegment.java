package loom.aml.backup.repack;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.segment.FrameCompressor;
import loom.aml.backup.segment.SegmentWriter;
import loom.aml.io.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A segment that is being written, one file after the other. The bytes of each file have frames of their own; small ones share a frame.
 * It is created with the first bytes. Not safe for use by several threads.
 */
final class PackedSegment implements AutoCloseable {
    /** The size in bytes of a frame of text; it ends with the next unit. */
    static final int FRAME = 1 << 20;

    /** The size from which the bytes of a file get their own frame: a restore reads one file at a time. */
    private static final int OWN_FRAME = 8 << 10;

    private final Repository repository;
    private final FrameCompressor compressor = new FrameCompressor(FrameCompressor.Effort.SMALL);
    private byte[] pending = new byte[64 << 10];
    private int length;

    /** The number of pending bytes that belong to earlier files. */
    private int others;

    private @Nullable SegmentWriter segment;

    PackedSegment(Repository repository) {
        this.repository = repository;
    }

    /** Returns the position of the next byte in the content of the segment. */
    long offset() {
        return (segment == null ? 0 : segment.size()) + length;
    }

    /** Marks the beginning of a file. */
    void beginFile() {
        others = length;
    }

    void write(byte[] bytes, int offset, int count) throws IOException {
        if (others > 0 && length + count - others >= OWN_FRAME) {
            int own = length - others;
            flush(others);
            System.arraycopy(pending, others, pending, 0, own);
            length = own;
            others = 0;
        }
        if (length + count > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(length + count, 2 * pending.length));
        }
        System.arraycopy(bytes, offset, pending, length, count);
        length += count;
    }

    /**
     * Marks a position where a frame may end.
     *
     * @param size the size in bytes from which the frame is full
     */
    void endUnit(int size) throws IOException {
        if (length >= size) {
            flush(length);
            length = 0;
            others = 0;
        }
    }

    /** Marks the end of a file. */
    void endFile() throws IOException {
        endUnit(others > 0 ? FRAME : OWN_FRAME);
    }

    private void flush(int count) throws IOException {
        SegmentWriter writer = segment;
        if (writer == null) {
            writer = repository.newSegment();
            segment = writer;
        }
        writer.add(compressor.compress(pending, 0, count));
    }

    /**
     * Publishes the segment; empty if nothing was written.
     *
     * @param directory the prefix of its name, with a slash at the end
     */
    Optional<Sha256.Sum> publish(String directory) throws IOException {
        if (length > 0) {
            flush(length);
            length = 0;
        }
        return segment == null ? Optional.empty() : Optional.of(segment.publish(directory));
    }

    /** Discards the segment unless it was published. */
    @Override
    public void close() throws IOException {
        compressor.close();
        if (segment != null) {
            segment.close();
        }
    }
}
