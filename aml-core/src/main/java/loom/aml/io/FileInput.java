package loom.aml.io;

import java.io.IOException;
import java.io.InputStream;

/** A regular file that is read from front to back, or from anywhere else after a {@link #seek}. One thread at a time. */
public interface FileInput extends AutoCloseable {

    /** The state of the very file that is being read, whatever stands under its name by now. */
    FileState state();

    /** Reads up to {@code length} bytes, at least one; -1 at the end. */
    int read(byte[] into, int offset, int length) throws IOException;

    /** Reads on from another place, counted from the beginning of the file. */
    void seek(long position) throws IOException;

    @Override
    void close() throws IOException;

    /** The same bytes as a stream; closing it closes the file. */
    default InputStream stream() {
        FileInput file = this;
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return file.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return length == 0 ? 0 : file.read(into, offset, length);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
