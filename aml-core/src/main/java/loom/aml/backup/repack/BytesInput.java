package loom.aml.backup.repack;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import loom.aml.io.FileInput;
import loom.aml.io.FileState;

/** Bytes in memory, read as a file. */
final class BytesInput implements FileInput {
    private final ByteArrayInputStream bytes;
    private final int size;

    BytesInput(byte[] content) {
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
