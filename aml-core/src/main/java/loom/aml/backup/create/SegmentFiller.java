package loom.aml.backup.create;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.segment.FrameCompressor;
import loom.aml.backup.segment.SegmentWriter;
import loom.aml.io.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Fills the segment of a snapshot. The segment is created when the first bytes are added. Small blocks of several files share a
 * frame. Not safe for use by several threads.
 */
final class SegmentFiller implements AutoCloseable {
    private final Repository repository;
    private final Framing framing;
    private final FrameCompressor compressor;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private @Nullable SegmentWriter segment;

    SegmentFiller(Repository repository, Framing framing) {
        this.repository = repository;
        this.framing = framing;
        this.compressor = new FrameCompressor(framing.effort());
    }

    /** Returns the position of the next block in the content of the segment. */
    long offset() {
        return (segment == null ? 0 : segment.size()) + pending.size();
    }

    void add(Block.Compressed piece) throws IOException {
        flush();
        begun().add(piece.frame());
    }

    void add(Block.Raw piece) throws IOException {
        pending.write(piece.bytes(), 0, piece.length());
        if (pending.size() >= framing.blockSize()) {
            flush();
        }
    }

    private void flush() throws IOException {
        if (pending.size() > 0) {
            begun().add(compressor.compress(pending.toByteArray(), 0, pending.size()));
            pending.reset();
        }
    }

    private SegmentWriter begun() throws IOException {
        SegmentWriter writer = segment;
        if (writer == null) {
            writer = repository.newSegment();
            segment = writer;
        }
        return writer;
    }

    boolean isEmpty() {
        return offset() == 0;
    }

    /** Publishes the segment; empty if nothing was added. */
    Optional<Sha256.Sum> publish(String directory) throws IOException {
        flush();
        return segment == null ? Optional.empty() : Optional.of(segment.publish(directory));
    }

    @Override
    public void close() throws IOException {
        compressor.close();
        if (segment != null) {
            segment.close();
        }
    }
}
