package loom.aml.backup.create;

import java.io.IOException;
import java.util.Arrays;
import loom.aml.io.FileInput;
import loom.aml.io.GzipLimits;
import loom.aml.io.TextInput;

/**
 * The text of the version before, read along with the new one: what did not change stands where it goes on, or a little behind.
 * Nothing of it is scanned, only compared. One thread at a time.
 */
final class PreviousText implements AutoCloseable {
    /** How far ahead is looked: beyond what anybody edits or removes at one place, mostly. */
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

    /** Where it goes on. */
    long position() {
        return position;
    }

    /**
     * Looks for a unit, and passes over it and all before it.
     *
     * @return where it begins; -1 if it is not to be seen, and nothing was passed over
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

    /** Whether all that is left can be seen. */
    boolean isInSight() {
        return isAtEnd;
    }

    /** Sees to it that so many bytes can be seen, if there are. */
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
