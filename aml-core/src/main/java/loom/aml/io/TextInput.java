package loom.aml.io;

import java.io.IOException;

/** The text of a file, whatever its encoding, read from front to back. One thread at a time. */
public abstract class TextInput implements ByteInput {

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
    @Override
    public abstract int read(byte[] into, int offset, int length) throws IOException;
}
