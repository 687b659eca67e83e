package loom.aml.backup.create;

import java.io.IOException;
import java.util.Arrays;
import loom.aml.io.FileInput;
import loom.aml.io.FileState;
import loom.aml.io.Sha256;
import org.jspecify.annotations.Nullable;

/** A file whose sum is taken while it is read. One thread at a time. */
final class SummedInput implements FileInput {
    private static final int HEAD = 10;

    /** Of gzip that is damaged all behind the damage is lost; with small blocks hardly more than that. */
    private static final int COPIED_BLOCK = 64 << 10;

    private final FileInput file;
    private final Sha256 sha = new Sha256();
    private byte[] head = {};
    private @Nullable BlockWriter copy;

    SummedInput(FileInput file) {
        this.file = file;
    }

    @Override
    public FileState state() {
        return file.state();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = file.read(into, offset, length);
        if (n > 0) {
            sha.update(into, offset, n);
            if (head.length < HEAD) {
                int kept = head.length;
                head = Arrays.copyOf(head, Math.min(HEAD, kept + n));
                System.arraycopy(into, offset, head, kept, head.length - kept);
            }
            if (copy != null) {
                copy.write(into, offset, n);
                copy.endUnit(COPIED_BLOCK);
            }
        }
        return n;
    }

    /** Passes on all of the file, of which no more than a few bytes must have been read. */
    void copyTo(BlockWriter blocks) {
        if (head.length == HEAD) {
            throw new IllegalStateException("what was read of the file is not at hand any more");
        }
        blocks.write(head, 0, head.length);
        copy = blocks;
    }

    /** The first ten bytes, or as many as there were. */
    byte[] head() {
        return head;
    }

    /** The sum of the whole file: what was not read yet is read now. */
    Sha256.Sum sum() throws IOException {
        byte[] window = new byte[64 << 10];
        int n = 0;
        while (n >= 0) {
            n = read(window, 0, window.length);
        }
        return sha.sum();
    }

    @Override
    public void seek(long position) {
        throw new UnsupportedOperationException("a file whose sum is taken is read from front to back");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
