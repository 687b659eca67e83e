package loom.aml.io;

import java.io.IOException;

/** A file whose bytes also go to a sink while they are read, each once and in order. One thread at a time. */
public class TeeInput implements FileInput {
    private final FileInput file;
    private final ByteSink sink;

    public TeeInput(FileInput file, ByteSink sink) {
        this.file = file;
        this.sink = sink;
    }

    @Override
    public FileState state() {
        return file.state();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = file.read(into, offset, length);
        if (n > 0) {
            sink.write(into, offset, n);
        }
        return n;
    }

    @Override
    public void seek(long position) {
        throw new UnsupportedOperationException("the sink takes the file from front to back");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
