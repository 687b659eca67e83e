package loom.aml.backup.create;

import java.io.IOException;
import java.util.Arrays;
import loom.aml.io.ByteSink;
import loom.aml.io.FileInput;
import loom.aml.io.Sha256;
import loom.aml.io.TeeInput;
import org.jspecify.annotations.Nullable;

/** A file of the store whose SHA-256 is computed while it is read. Not safe for use by several threads. */
final class SummedInput extends TeeInput {
    private static final int HEAD = 10;

    /** The block size for copied gzip. Everything behind damage in gzip is lost, so small blocks limit the loss. */
    private static final int COPIED_BLOCK = 64 << 10;

    private final Seen seen;

    SummedInput(FileInput file) {
        this(file, new Seen());
    }

    private SummedInput(FileInput file, Seen seen) {
        super(file, seen);
        this.seen = seen;
    }

    private static final class Seen implements ByteSink {
        private final Sha256 sha = new Sha256();
        private byte[] head = {};
        private @Nullable BlockWriter copy;

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            sha.update(bytes, offset, length);
            if (head.length < HEAD) {
                int kept = head.length;
                head = Arrays.copyOf(head, Math.min(HEAD, kept + length));
                System.arraycopy(bytes, offset, head, kept, head.length - kept);
            }
            if (copy != null) {
                copy.write(bytes, offset, length);
                copy.endUnit(COPIED_BLOCK);
            }
        }
    }

    /** Copies the whole file, of which at most a few bytes may have been read before. */
    void copyTo(BlockWriter blocks) {
        if (seen.head.length == HEAD) {
            throw new IllegalStateException("the beginning of the file is no longer buffered");
        }
        blocks.write(seen.head, 0, seen.head.length);
        seen.copy = blocks;
    }

    /** Returns the first ten bytes, or all if the file is shorter. */
    byte[] head() {
        return seen.head;
    }

    /** Reads the rest of the file and returns size and checksum of the whole file. */
    Sha256.Sum sum() throws IOException {
        drain();
        return seen.sha.sum();
    }
}
