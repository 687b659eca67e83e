package loom.aml.store.loom;

import java.io.IOException;
import loom.aml.io.Encoding;
import loom.aml.io.FileState;
import loom.aml.io.TextInput;

/** Text whose bytes are counted while they are read. */
final class CountedText extends TextInput {
    private final TextInput text;
    private long bytes;

    CountedText(TextInput text) {
        this.text = text;
    }

    long bytes() {
        return bytes;
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
        bytes += Math.max(n, 0);
        return n;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
