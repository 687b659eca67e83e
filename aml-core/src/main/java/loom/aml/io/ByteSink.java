package loom.aml.io;

import java.io.IOException;
import java.io.OutputStream;

/** Takes bytes in the order in which they are read or written. The array belongs to the caller. */
@FunctionalInterface
public interface ByteSink {
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Returns a sink that passes bytes to two others, in this order. */
    static ByteSink both(ByteSink first, ByteSink second) {
        return (bytes, offset, length) -> {
            first.write(bytes, offset, length);
            second.write(bytes, offset, length);
        };
    }

    /** Returns a stream that passes bytes to this sink. Closing it does nothing. */
    default OutputStream stream() {
        ByteSink sink = this;
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                sink.write(bytes, offset, length);
            }
        };
    }
}
