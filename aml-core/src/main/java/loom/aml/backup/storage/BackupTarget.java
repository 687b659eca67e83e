package loom.aml.backup.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import loom.aml.io.FileInput;

/**
 * A place that keeps objects under names: a folder, later an object store. An object appears under its name whole, or not at
 * all, and does not change while it stands. Names are paths with {@code /} between their parts, of letters, digits, dots, dashes
 * and underscores.
 *
 * <p>Implementations are safe for many threads.
 */
public interface BackupTarget {

    /** Where it is, for people. */
    String location();

    /** The names of all objects that begin with a prefix, sorted, each with its size in bytes. */
    List<Stored> list(String prefix) throws IOException;

    /**
     * Opens an object for reading, from anywhere.
     *
     * @throws java.nio.file.NoSuchFileException if there is none of that name
     */
    FileInput get(String name) throws IOException;

    /** Begins an object whose name may only be known when it is complete. */
    Upload put() throws IOException;

    /** Removes an object; nothing happens if there is none of that name. */
    void delete(String name) throws IOException;

    /**
     * Keeps other runs that write here out until it is closed. It dies with its process.
     *
     * @param wait how long to wait for others
     * @throws loom.aml.store.StoreLockedException if somebody else keeps it for longer
     */
    Hold lock(Duration wait) throws IOException;

    /** An object that stands. */
    record Stored(String name, long bytes) {}

    /** The right to write. */
    interface Hold extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /** An object on its way. Closing it without {@link #publish} drops it. One thread at a time. */
    interface Upload extends AutoCloseable {
        void write(byte[] bytes, int offset, int length) throws IOException;

        /** Makes it durable, then visible under its name; what stood there is replaced. */
        void publish(String name) throws IOException;

        @Override
        void close() throws IOException;
    }
}
