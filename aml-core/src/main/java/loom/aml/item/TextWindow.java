package loom.aml.item;

import java.io.IOException;
import java.util.Arrays;
import loom.aml.io.TextInput;

/** Moves the window of a {@link JsonScanner} along a text. It is as large as the largest element, not as the text. */
final class TextWindow {

    /** An element as large as this is no memory. */
    static final int MAX_ELEMENT = 64 << 20;

    private static final int FIRST_SIZE = 256 << 10;

    private final TextInput input;
    private final JsonScanner scanner;

    TextWindow(TextInput input, JsonScanner scanner) {
        this.input = input;
        this.scanner = scanner;
        scanner.text = new byte[FIRST_SIZE + JsonScanner.PADDING];
    }

    /**
     * Makes the window reach further, keeping what stands from {@code keep} on.
     *
     * @return where that stands now
     * @throws loom.aml.io.DamagedException if what is to be kept is too large, or the encoding is broken
     */
    int widen(int keep) throws IOException {
        int kept = scanner.limit - keep;
        byte[] window = scanner.text;
        int room = window.length - JsonScanner.PADDING;
        if (kept > room / 2) {
            if (kept >= MAX_ELEMENT) {
                throw scanner.damaged(keep, "an element of over " + (MAX_ELEMENT >> 20) + " MB");
            }
            room *= 2;
            window = new byte[room + JsonScanner.PADDING];
        }
        System.arraycopy(scanner.text, keep, window, 0, kept);
        scanner.text = window;
        scanner.base += keep;
        scanner.limit = kept;
        try {
            while (scanner.limit < room && !scanner.atEnd) {
                int n = input.read(window, scanner.limit, room - scanner.limit);
                if (n < 0) {
                    scanner.atEnd = true;
                } else {
                    scanner.limit += n;
                }
            }
        } finally {
            Arrays.fill(window, scanner.limit, scanner.limit + JsonScanner.PADDING, (byte) 0);
        }
        return 0;
    }

    /** Puts U+FFFD in the place of the byte at {@code p}, which is no part of a character. */
    void replaceByte(int p) {
        byte[] old = scanner.text;
        byte[] window = scanner.limit + 2 + JsonScanner.PADDING > old.length
                ? Arrays.copyOf(old, old.length + (old.length >> 3) + 2)
                : old;
        System.arraycopy(old, p + 1, window, p + 3, scanner.limit - p - 1);
        window[p] = (byte) 0xef;
        window[p + 1] = (byte) 0xbf;
        window[p + 2] = (byte) 0xbd;
        scanner.limit += 2;
        scanner.text = window;
        Arrays.fill(window, scanner.limit, scanner.limit + JsonScanner.PADDING, (byte) 0);
    }
}
