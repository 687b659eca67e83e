package loom.aml.backup.create;

import java.io.IOException;
import java.util.Arrays;
import loom.aml.io.FileInput;
import loom.aml.io.GzipLimits;
import loom.aml.io.TextInput;

/**
 * The text of the previous version, read in parallel with the new one. Unchanged units are expected at the current position or
 * a little behind it. The text is compared, not parsed. Not safe for use by several threads.
 */
final class PreviousText implements AutoCloseable {
    /** The look-ahead in bytes: more than a typical edit or removal in one place. */
    private static final int REACH = 12 << 10;

    private final TextInput text;
    private byte[] window = new byte[512 << 10];
    private int from;
    private int end;
    private boolean isAtEnd;
    private long position;

    PreviousText(FileInput text) throws IOException {
        this.text = TextInput.of(text, GzipLimits.DEFAULT);
    }

    /** Returns the current position. */
    long position() {
        return position;
    }

    /**
     * Finds a unit and moves the position behind it.
     *
     * @return the position of the unit; -1 if it is not within reach, and then the position is unchanged
     */
    long pass(byte[] unit, int offset, int length) throws IOException {
        fill(length);
        int found = isAt(from, unit, offset, length) ? from : ahead(unit, offset, length);
        if (found < 0) {
            return -1;
        }
        long at = position + found - from;
        from = found + length;
        position = at + length;
        return at;
    }

    private int ahead(byte[] unit, int offset, int length) throws IOException {
        fill(REACH + length);
        int last = Math.min(end - length, from + REACH);
        byte first = unit[offset];
        byte closing = unit[offset + length - 1];
        for (int at = from + 1; at <= last; at++) {
            if (window[at] == first && window[at + length - 1] == closing && isAt(at, unit, offset, length)) {
                return at;
            }
        }
        return -1;
    }

    private boolean isAt(int at, byte[] unit, int offset, int length) {
        return at + length <= end && Arrays.equals(window, at, at + length, unit, offset, offset + length);
    }

    /** Returns whether the rest of the text is in the window. */
    boolean isInSight() {
        return isAtEnd;
    }

    /** Fills the window with at least the given number of bytes, or up to the end of the text. */
    private void fill(int wanted) throws IOException {
        if (end - from >= wanted || isAtEnd) {
            return;
        }
        byte[] into = wanted > window.length / 2 ? new byte[4 * wanted] : window;
        System.arraycopy(window, from, into, 0, end - from);
        window = into;
        end -= from;
        from = 0;
        while (end < window.length && !isAtEnd) {
            int n = text.read(window, end, window.length - end);
            isAtEnd = n < 0;
            end += Math.max(0, n);
        }
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
