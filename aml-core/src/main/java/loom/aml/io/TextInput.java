package loom.aml.io;

import java.io.IOException;
import java.io.InputStream;

/** The text of a file, whatever its encoding, read from front to back. One thread at a time. */
public abstract class TextInput implements AutoCloseable {

    private static final int SNIFF = 2;

    /**
     * Takes over the file and tells its encoding from its first bytes. A file that cannot be read is closed; damage is only
     * found by reading on.
     */
    public static TextInput of(FileInput file, GzipLimits limits) throws IOException {
        try {
            return sniffed(file, limits);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static TextInput sniffed(FileInput file, GzipLimits limits) throws IOException {
        byte[] first = new byte[SNIFF];
        int length = 0;
        while (length < SNIFF) {
            int n = file.read(first, length, SNIFF - length);
            if (n < 0) {
                break;
            }
            length += n;
        }
        return switch (Encoding.of(first, length)) {
            case PLAIN -> new PlainInput(file, first, length);
            case GZIP -> new GzipInput(file, first, limits);
        };
    }

    public abstract Encoding encoding();

    /** The state of the file that is being read. */
    public abstract FileState state();

    /**
     * Reads up to {@code length} bytes of text, at least one; -1 at the end.
     *
     * @throws DamagedException if the encoding is broken here; what was read before stands
     */
    public abstract int read(byte[] into, int offset, int length) throws IOException;

    @Override
    public abstract void close() throws IOException;

    /** The same text as a stream; closing it closes the file. */
    public InputStream stream() {
        TextInput text = this;
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return text.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return length == 0 ? 0 : text.read(into, offset, length);
            }

            @Override
            public void close() throws IOException {
                text.close();
            }
        };
    }
}
