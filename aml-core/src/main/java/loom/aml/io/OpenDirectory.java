package loom.aml.io;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A directory handle. It refers to the same directory even if that is removed and another gets its name. Not
 * thread-safe.
 */
public interface OpenDirectory extends AutoCloseable {

    FileState state() throws IOException;

    /** Sets the modification time. */
    void setModified(Instant time) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * Returns a fallback for file systems without directory handles: it refers to the directory that has the name at
     * each call.
     */
    static OpenDirectory byName(Disk disk, Path directory) {
        return new OpenDirectory() {
            @Override
            public FileState state() throws IOException {
                return disk.state(directory);
            }

            @Override
            public void setModified(Instant time) throws IOException {
                disk.setModified(directory, time);
            }

            @Override
            public void close() {
                // Nothing to close.
            }
        };
    }
}
