package loom.aml.storage;

import java.io.IOException;
import java.time.Instant;
import loom.aml.io.FileInput;
import loom.aml.io.FileState;

/** Reads an object of a target as a file. */
public final class ObjectFile implements FileInput {
    private final ObjectReader object;
    private long position;

    /** Takes ownership of an open object. */
    public ObjectFile(ObjectReader object) {
        this.object = object;
    }

    @Override
    public FileState state() {
        return new FileState(FileState.Type.FILE, object.size(), Instant.EPOCH, null);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = object.read(position, into, offset, length);
        position += Math.max(0, n);
        return n;
    }

    @Override
    public void seek(long position) {
        this.position = position;
    }

    @Override
    public void close() throws IOException {
        object.close();
    }
}
