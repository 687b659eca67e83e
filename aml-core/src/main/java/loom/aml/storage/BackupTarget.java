package loom.aml.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;

/**
 * A place that keeps objects under names: a folder, or an object store. An object appears under its name whole or not at all; only one that
 * is appended to grows.
 *
 * <p>Names are paths with {@code /} between their parts. A part is not empty, not {@code .} or {@code ..}, and does not end with
 * {@code .part}. Names of backups consist of letters, digits, dots, dashes and underscores. Names of archives contain the paths of files of
 * the store, which may be any text, and have up to 2,300 bytes: a target whose names are more limited has to encode them.
 *
 * <p>Implementations are safe for use by many threads. {@code BackupTargetContract} tests what they promise.
 */
public interface BackupTarget {

    /** The lease of those who write and delete snapshots. */
    String WRITER = "backup";

    /** Returns where the target is, for people. */
    String location();

    /**
     * Returns the objects whose names begin with a prefix, sorted by name. Objects with a part that begins with a dot are not listed.
     */
    List<Stored> list(String prefix) throws IOException;

    /**
     * Returns the parts of names that follow a folder, each once, in no order. It is quicker than {@link #list}.
     *
     * @param folder the beginning of the names, which ends with a slash
     */
    Collection<String> names(String folder) throws IOException;

    /** Returns whether there is anything under a name. */
    boolean exists(String name) throws IOException;

    /** Returns whether there is anything under a name, or an upload of that name that was not finished, as far as the target knows. */
    default boolean isTaken(String name) throws IOException {
        return exists(name);
    }

    /**
     * Opens an object for reading.
     *
     * @throws java.nio.file.NoSuchFileException if there is no object of that name
     */
    ObjectReader open(String name) throws IOException;

    /**
     * Begins an object whose name is known only when it is complete, as that of a segment is. The caller holds the lease {@link #WRITER}: what
     * is left of such uploads after a crash is removed when the lease is taken again.
     */
    Upload upload() throws IOException;

    /**
     * Begins an object of a known name. What an interrupted upload of the same name left is dropped. {@link #discardUploads} removes what a crash
     * leaves.
     */
    Upload upload(String name) throws IOException;

    /** Publishes several uploads in order. Where they share a folder, this is quicker than publishing each. */
    default void publish(SequencedMap<String, Upload> uploads) throws IOException {
        for (Map.Entry<String, Upload> upload : uploads.entrySet()) {
            upload.getValue().publish(upload.getKey());
        }
    }

    /**
     * Removes what interrupted uploads of known names left.
     *
     * @param folder the beginning of their names, which ends with a slash
     * @param isOurs which names may be removed
     * @param before only what was last written before
     * @return how many were removed
     */
    int discardUploads(String folder, Predicate<String> isOurs, Instant before) throws IOException;

    /**
     * Creates an object to append to. It exists at the latest after the first {@link Appender#sync}.
     *
     * @throws FileAlreadyExistsException if the name is taken
     */
    default Appender create(String name) throws IOException {
        if (exists(name)) {
            throw new FileAlreadyExistsException(name);
        }
        return new RepublishedObject(this, name, new byte[0]);
    }

    /**
     * Opens an object to append to.
     *
     * @throws java.nio.file.NoSuchFileException if there is no object of that name
     */
    default Appender append(String name) throws IOException {
        try (ObjectReader object = open(name);
                InputStream bytes = object.stream()) {
            return new RepublishedObject(this, name, bytes.readAllBytes());
        }
    }

    /** Deletes objects in order. Names that do not exist are skipped. */
    void delete(Collection<String> names) throws IOException;

    /** Deletes an object. Nothing happens if it does not exist. */
    default void delete(String name) throws IOException {
        delete(List.of(name));
    }

    /**
     * Takes a lease.
     *
     * @param name what it is the right to do
     * @throws StoreLockedException if somebody else holds it for longer than the terms allow to wait
     */
    Lease lease(String name, LeaseTerms terms) throws IOException;

    /**
     * An object that is listed.
     *
     * @param bytes its size; -1 if something that is not an object has the name, as a link has: opening it fails
     */
    record Stored(String name, long bytes) {

        /** Returns whether it can be opened. */
        public boolean isObject() {
            return bytes >= 0;
        }
    }

    /** An object that is being written. Closing it without {@link #publish} drops it. One thread at a time. */
    interface Upload extends AutoCloseable {
        void write(byte[] bytes, int offset, int length) throws IOException;

        /** Makes the object durable, then visible under its name. An object that has the name is replaced. */
        void publish(String name) throws IOException;

        @Override
        void close() throws IOException;
    }
}
