package loom.aml.io;

import java.io.IOException;
import java.nio.file.Path;

/** A regular file open for reading, sequentially or from a position set with {@link #seek}. Not thread-safe. */
public interface FileInput extends ByteInput {

    /** Returns the state of the open file, even if another file has its name by now. */
    FileState state();

    /** Sets the position from which the next bytes are read, counted from the beginning of the file. */
    void seek(long position) throws IOException;

    /**
     * Reads the whole content of a small file.
     *
     * @param file the name of the file, for error messages
     * @param limit the maximum size in bytes
     * @throws FileTooLargeException if the file is larger
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
