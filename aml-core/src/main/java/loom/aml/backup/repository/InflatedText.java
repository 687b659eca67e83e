package loom.aml.backup.repository;

import java.io.IOException;
import loom.aml.io.ByteSink;
import loom.aml.io.DamagedException;
import loom.aml.io.FileInput;
import loom.aml.io.GzipLimits;
import loom.aml.io.TextInput;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file that a snapshot stores as gzip, readable from any position. It is inflated from the beginning, and again
 * from there for each read before the current position. Not safe for use by several threads.
 */
final class InflatedText implements AutoCloseable {
    /**
     * The maximum number of backward moves in one text: each one inflates everything before its target again. Texts with more
     * are not stored this way.
     */
    static final int MOST_RETURNS = 32;

    private static final int WINDOW = 256 << 10;

    private final Opening file;
    private final byte[] window = new byte[WINDOW];
    private long start;
    private int length;
    private @Nullable TextInput text;
    private @Nullable DamagedException damage;

    /** Opens the gzip at its beginning. */
    @FunctionalInterface
    interface Opening {
        FileInput open();
    }

    InflatedText(Opening file) {
        this.file = file;
    }

    /**
     * Passes available bytes from an offset to a sink.
     *
     * @param most the maximum number of bytes
     * @return the number of bytes; at least one
     * @throws DamagedException if the gzip is damaged before the offset, or the text ends there
     */
    int read(long offset, long most, ByteSink sink) throws IOException {
        if (offset < start) {
            close();
        }
        while (offset >= start + length) {
            next();
        }
        int from = (int) (offset - start);
        int count = (int) Math.min(length - from, most);
        sink.write(window, from, count);
        return count;
    }

    private void next() throws IOException {
        if (damage != null) {
            throw damage;
        }
        TextInput in = text;
        if (in == null) {
            in = TextInput.of(file.open(), GzipLimits.DEFAULT);
            text = in;
        }
        try {
            int n = in.read(window, 0, window.length);
            if (n < 0) {
                throw new DamagedException(start + length, "the gzip contains less text than declared");
            }
            start += length;
            length = n;
        } catch (DamagedException e) {
            damage = e;
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (text != null) {
            text.close();
        }
        text = null;
        damage = null;
        start = 0;
        length = 0;
    }
}
