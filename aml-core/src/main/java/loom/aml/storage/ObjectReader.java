package loom.aml.storage;

import java.io.IOException;
import java.io.InputStream;

/**
 * An object that is open for reading. It has the bytes that it had when it was opened, even if it is replaced or deleted meanwhile. One
 * thread at a time.
 */
public interface ObjectReader extends AutoCloseable {

    /** Returns the size of the object in bytes. */
    long size();

    /**
     * Reads up to {@code length} bytes, and at least one.
     *
     * @param position where to begin, from the beginning of the object
     * @return how many bytes were read; -1 at or behind the end
     */
    int read(long position, byte[] into, int offset, int length) throws IOException;

    /**
     * Reads a small object as a whole.
     *
     * @param limit bytes that an object of its kind never exceeds
     * @throws IOException if it has more
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
