package loom.aml.backup.create;

import java.io.IOException;
import java.util.Arrays;
import loom.aml.io.FileInput;
import loom.aml.io.FileState;
import loom.aml.io.Sha256;

/** A file whose sum is taken while it is read. One thread at a time. */
final class SummedInput implements FileInput {
    private static final int HEAD = 10;

    private final FileInput file;
    private final Sha256 sha = new Sha256();
    private byte[] head = {};

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
        }
        return n;
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
