package loom.aml.storage;

import java.io.IOException;
import java.io.InputStream;

/**
 * An object that is open for reading. It keeps the bytes that it had when it was opened, even if it is replaced or
 * deleted meanwhile. One thread at a time.
 */
public interface ObjectReader extends AutoCloseable {

    /** Returns the size of the object in bytes. */
    long size();

    /**
     * Reads up to {@code length} bytes, and at least one.
     *
     * @param position the position in the object
     * @return the number of bytes read; -1 at or after the end
     */
    int read(long position, byte[] into, int offset, int length) throws IOException;

    /**
     * Reads a small object as a whole.
     *
     * @param limit the maximum size of an object of its kind, in bytes
     * @throws IOException if the object is larger
     */
    default byte[] readAll(int limit) throws IOException {
        if (size() > limit) {
            throw new IOException("an object of " + size() + " bytes, where at most " + limit + " are expected");
        }
        return new ObjectStream(this).readNBytes(limit);
    }

    /** Returns the bytes of the object from its beginning as a stream. Closing the stream closes the reader. */
    default InputStream stream() {
        return new ObjectStream(this);
    }

    @Override
    void close() throws IOException;
}
