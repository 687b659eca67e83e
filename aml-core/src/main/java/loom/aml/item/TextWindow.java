package loom.aml.item;

import java.io.IOException;
import java.util.Arrays;
import loom.aml.io.DamagedException;
import loom.aml.io.ElementTooLargeException;
import loom.aml.io.TextInput;

/** Moves the window of a {@link JsonScanner} along a text. The window is as large as the largest element. */
final class TextWindow {

    /** The maximum size of an element in bytes. Larger elements are not memories. */
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
     * Extends the window and keeps the text from {@code keep} on.
     *
     * @return the new position of the kept text
     * @throws DamagedException if the kept text is too large or the encoding is damaged
     */
    int widen(int keep) throws IOException {
        int kept = scanner.limit - keep;
        byte[] window = scanner.text;
        int room = window.length - JsonScanner.PADDING;
        if (kept > room / 2) {
            checkSize(keep, scanner.limit + 1);
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

    /** Fails if the text from {@code from} to {@code to} is too large for one element. */
    void checkSize(int from, int to) throws DamagedException {
        if (to - from > MAX_ELEMENT) {
            throw new ElementTooLargeException(scanner.base + from, MAX_ELEMENT);
        }
    }
}
