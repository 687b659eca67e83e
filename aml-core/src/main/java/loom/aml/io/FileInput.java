package loom.aml.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

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

    /**
     * Reads a small file as a whole.
     *
     * @param file its name, for the message
     * @param limit bytes that a file of this kind never exceeds
     * @throws FileTooLargeException if it has more
     */
    default byte[] readAll(Path file, long limit) throws IOException {
        long size = state().size();
        if (size <= limit) {
            byte[] bytes = stream().readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
            if (bytes.length <= limit) {
                return bytes;
            }
            size = bytes.length;
        }
        throw new FileTooLargeException(file, size, limit);
    }

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
