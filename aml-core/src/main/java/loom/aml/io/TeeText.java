package loom.aml.io;

import java.io.IOException;

/** Text that also goes to a sink while it is read. One thread at a time. */
public final class TeeText extends TextInput {
    private final TextInput text;
    private final ByteSink sink;

    public TeeText(TextInput text, ByteSink sink) {
        this.text = text;
        this.sink = sink;
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
            sink.write(into, offset, n);
        }
        return n;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
