package loom.aml.store.loom;

import java.io.IOException;
import java.io.OutputStream;
import loom.aml.io.Checksum;
import loom.aml.io.Encoding;
import loom.aml.io.FileState;
import loom.aml.io.TextInput;

/** Text that is copied, and its checksum taken, while it is read. */
final class CopiedText extends TextInput {
    private static final int WINDOW = 64 << 10;

    private final TextInput text;
    private final OutputStream copy;
    private final Checksum checksum = new Checksum();

    CopiedText(TextInput text, OutputStream copy) {
        this.text = text;
        this.copy = copy;
    }

    /** Size and checksum of what was read. */
    Checksum.Content content() {
        return checksum.content();
    }

    /** Reads on to the end; size and checksum of all of it. */
    Checksum.Content readAll() throws IOException {
        byte[] window = new byte[WINDOW];
        while (read(window, 0, window.length) >= 0) {
            // What is read is copied.
        }
        return content();
    }

    @Override
    public Encoding encoding() {
        return text.encoding();
    }

    @Override
    public FileState state() {
        return text.state();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = text.read(into, offset, length);
        if (n > 0) {
            copy.write(into, offset, n);
            checksum.update(into, offset, n);
        }
        return n;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
