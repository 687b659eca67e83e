package loom.aml.io;

import java.io.IOException;

/** The decoded text of a file, read sequentially. Not thread-safe. */
public abstract class TextInput implements ByteInput {

    private static final int SNIFF = 2;

    /**
     * Takes ownership of the file and detects its encoding from its first bytes. Closes the file if it cannot be read.
     * Damage is detected only while reading.
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

    /** Returns the state of the file. */
    public abstract FileState state();

    /**
     * Reads at least one and up to {@code length} bytes of text; returns -1 at the end.
     *
     * @throws DamagedException if the encoding is damaged at this position; text that was already returned is valid
     */
    @Override
    public abstract int read(byte[] into, int offset, int length) throws IOException;
}
