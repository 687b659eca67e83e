package loom.aml.io;

import java.io.ByteArrayInputStream;
import java.time.Instant;

/** Bytes in memory, read as a file. Not safe for use by several threads. */
public final class BytesInput implements FileInput {
    private final ByteArrayInputStream bytes;
    private final int size;

    /** @param content the bytes; they are not copied */
    public BytesInput(byte[] content) {
        this.bytes = new ByteArrayInputStream(content);
        this.size = content.length;
    }

    @Override
    public FileState state() {
        return new FileState(FileState.Type.FILE, size, Instant.EPOCH, null);
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        return bytes.read(into, offset, length);
    }

    @Override
    public void seek(long position) {
        bytes.reset();
        bytes.skip(position);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
