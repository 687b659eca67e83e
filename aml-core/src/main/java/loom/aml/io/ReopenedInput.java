package loom.aml.io;

import java.io.EOFException;
import java.io.IOException;

/**
 * A file that can only be read from front to back, read from any position: to seek backwards opens it again, and to seek forwards reads what
 * is between. Not thread-safe.
 */
public final class ReopenedInput implements FileInput {
    private static final int BLOCK = 64 << 10;

    private final GivenFiles.Opening opening;
    private FileInput input;
    private long position;

    /** Opens the file. */
    public ReopenedInput(GivenFiles.Opening opening) throws IOException {
        this.opening = opening;
        this.input = opening.open();
    }

    @Override
    public FileState state() {
        return input.state();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = input.read(into, offset, length);
        position += Math.max(0, read);
        return read;
    }

    @Override
    public void seek(long target) throws IOException {
        if (target < position) {
            input.close();
            input = opening.open();
            position = 0;
        }
        byte[] block = new byte[(int) Math.min(BLOCK, target - position)];
        while (position < target) {
            if (read(block, 0, (int) Math.min(block.length, target - position)) < 0) {
                throw new EOFException("the file ends before byte " + target);
            }
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
