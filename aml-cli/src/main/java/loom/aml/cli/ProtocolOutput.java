package loom.aml.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** Standard output for a protocol. Fails once nobody reads it, which {@link PrintStream} hides. */
final class ProtocolOutput extends OutputStream {
    private final PrintStream out;

    ProtocolOutput(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        // Flushes, too.
        if (out.checkError()) {
            throw new IOException("nobody reads the standard output");
        }
    }
}
