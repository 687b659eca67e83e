package loom.aml.backup.create;

import java.io.IOException;
import loom.aml.io.Encoding;
import loom.aml.io.FileState;
import loom.aml.io.Sha256;
import loom.aml.io.TextInput;

/** Text whose sum is taken while it is read. One thread at a time. */
final class SummedText extends TextInput {
    private final TextInput text;
    private final Sha256 sha = new Sha256();

    SummedText(TextInput text) {
        this.text = text;
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
            sha.update(into, offset, n);
        }
        return n;
    }

    /** The sum of what was read. */
    Sha256.Sum sum() {
        return sha.sum();
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
