package loom.aml.server.stdio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads lines of limited length. */
final class LineReader {
    private final InputStream in;
    private final int limit;
    private final byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;

    LineReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** Returns the next line without its terminator, or null at the end of input. The last line needs no terminator. */
    byte @Nullable [] next() throws IOException, LineTooLongException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long length = 0;
        while (true) {
            if (from == to && !fill()) {
                return length == 0 ? null : whole(line, length);
            }
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            length += end - from;
            if (length <= limit) {
                line.write(buffer, from, end - from);
            }
            boolean ended = end < to;
            from = ended ? end + 1 : end;
            if (ended) {
                return whole(line, length);
            }
        }
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer));
        return to > 0;
    }

    private byte[] whole(ByteArrayOutputStream line, long length) throws LineTooLongException {
        if (length > limit) {
            throw new LineTooLongException(limit);
        }
        return line.toByteArray();
    }
}
