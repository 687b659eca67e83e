package loom.aml.io;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that are read from front to back. One thread at a time. */
public interface ByteInput extends AutoCloseable {

    /** Reads at least one and up to {@code length} bytes; returns -1 at the end. */
    int read(byte[] into, int offset, int length) throws IOException;

    @Override
    void close() throws IOException;

    /** Passes the bytes that have not been read to a sink. */
    default void transferTo(ByteSink sink) throws IOException {
        byte[] window = new byte[64 << 10];
        for (int n = read(window, 0, window.length); n >= 0; n = read(window, 0, window.length)) {
            sink.write(window, 0, n);
        }
    }

    /** Reads to the end. */
    default void drain() throws IOException {
        transferTo((_, _, _) -> {});
    }

    /** Returns the same bytes as a stream. Closing it closes this input. */
    default InputStream stream() {
        ByteInput input = this;
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return input.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return length == 0 ? 0 : input.read(into, offset, length);
            }

            @Override
            public void close() throws IOException {
                input.close();
            }
        };
    }
}
