package loom.aml.storage;

import java.io.IOException;
import java.io.InputStream;

/** Reads an object from its beginning to its end. */
final class ObjectStream extends InputStream {
    private final ObjectReader object;
    private long position;

    ObjectStream(ObjectReader object) {
        this.object = object;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = length == 0 ? 0 : object.read(position, into, offset, length);
        position += Math.max(0, n);
        return n;
    }

    @Override
    public void close() throws IOException {
        object.close();
    }
}
