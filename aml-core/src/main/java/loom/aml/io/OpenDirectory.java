package loom.aml.io;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** A directory that stays the same one while it is open, even if it is removed and another gets its name. One thread at a time. */
public interface OpenDirectory extends AutoCloseable {

    FileState state() throws IOException;

    /** Sets the time of last modification. */
    void setModified(Instant time) throws IOException;

    @Override
    void close() throws IOException;

    /** The next best thing where directories cannot be kept open: whatever stands under the name. */
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
                // Nothing was opened.
            }
        };
    }
}
