package loom.aml.io;

import java.io.IOException;
import java.nio.file.Path;

/** A regular file that is read from front to back, or from anywhere else after a {@link #seek}. One thread at a time. */
public interface FileInput extends ByteInput {

    /** The state of the very file that is being read, whatever stands under its name by now. */
    FileState state();

    /** Reads on from another place, counted from the beginning of the file. */
    void seek(long position) throws IOException;

    /**
     * Reads a small file as a whole.
     *
     * @param file its name, for the message
     * @param limit bytes that a file of this kind never exceeds
     * @throws FileTooLargeException if it has more
     */
    default byte[] readAll(Path file, long limit) throws IOException {
        long size = state().size();
        if (size <= limit) {
            byte[] bytes = stream().readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
            if (bytes.length <= limit) {
                return bytes;
            }
            size = bytes.length;
        }
        throw new FileTooLargeException(file, size, limit);
    }
}
