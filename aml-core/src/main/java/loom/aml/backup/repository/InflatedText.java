package loom.aml.backup.repository;

import java.io.IOException;
import loom.aml.io.ByteSink;
import loom.aml.io.DamagedException;
import loom.aml.io.FileInput;
import loom.aml.io.GzipLimits;
import loom.aml.io.TextInput;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file that a snapshot keeps as gzip, from any place on. It is inflated from the front, once more for whoever goes
 * back beyond what was read last. One thread at a time.
 */
final class InflatedText implements AutoCloseable {
    /** How often a text may go back: each time all before it is inflated again. What goes back more often is not kept so. */
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
     * Hands on bytes from a place on, as many as are at hand.
     *
     * @param most how many at the most
     * @return how many; at least one
     * @throws DamagedException if the gzip is broken before that place, or its text ends there
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
                throw new DamagedException(start + length, "gzip that holds less text than was promised");
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
