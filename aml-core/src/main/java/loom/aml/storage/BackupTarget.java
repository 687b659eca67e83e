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
 * Stores objects under names, in a folder or in an object store. An object appears under its name whole or not at all.
 * Only objects that are appended to grow.
 *
 * <p>Names are paths with {@code /} between their parts. A part is not empty, not {@code .} or {@code ..}, and does not
 * end with {@code .part}. Names of backups consist of letters, digits, dots, dashes and underscores. Names of archives
 * contain the paths of files of the store, which may be any text, and have up to 2,300 bytes: a target whose names are
 * more limited has to encode them.
 *
 * <p>Implementations are safe for use by many threads. {@code BackupTargetContract} tests the contract.
 */
public interface BackupTarget {

    /** The name of the lease for writing and deleting snapshots. */
    String WRITER = "backup";

    /** Returns the location of the target, for people. */
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

    /** Returns whether anything exists under a name. */
    boolean exists(String name) throws IOException;

    /**
     * Returns whether anything exists under a name, or an unfinished upload, as far as the target knows.
     */
    default boolean isTaken(String name) throws IOException {
        return exists(name);
    }

    /**
     * Opens an object for reading.
     *
     * @throws java.nio.file.NoSuchFileException if the object does not exist
     */
    ObjectReader open(String name) throws IOException;

    /**
     * Begins an object whose name is known only when it is complete, such as a segment. The caller holds the lease
     * {@link #WRITER}: unfinished uploads are removed after a crash when the lease is taken again.
     */
    Upload upload() throws IOException;

    /**
     * Begins an object with a known name. An interrupted upload of the same name is discarded. {@link #discardUploads}
     * removes uploads that a crash interrupted.
     */
    Upload upload(String name) throws IOException;

    /** Publishes several uploads in order. Where they share a folder, this is quicker than publishing each. */
    default void publish(SequencedMap<String, Upload> uploads) throws IOException {
        for (Map.Entry<String, Upload> upload : uploads.entrySet()) {
            upload.getValue().publish(upload.getKey());
        }
    }

    /**
     * Removes interrupted uploads of known names.
     *
     * @param folder the beginning of their names, which ends with a slash
     * @param isOurs selects the names that may be removed
     * @param before removes only uploads that were last written before this time
     * @return the number of removed uploads
     */
    int discardUploads(String folder, Predicate<String> isOurs, Instant before) throws IOException;

    /**
     * Creates an object to append to. It exists at the latest after the first {@link Appender#sync}.
     *
     * @throws FileAlreadyExistsException if the name exists
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
     * @throws java.nio.file.NoSuchFileException if the object does not exist
     */
    default Appender append(String name) throws IOException {
        try (ObjectReader object = open(name);
                InputStream bytes = object.stream()) {
            return new RepublishedObject(this, name, bytes.readAllBytes());
        }
    }

    /** Deletes objects in order. Names that do not exist are skipped. */
    void delete(Collection<String> names) throws IOException;

    /** Deletes an object. Ignores a missing object. */
    default void delete(String name) throws IOException {
        delete(List.of(name));
    }

    /**
     * Verifies what belongs to the target and to no object, such as wrapped keys.
     *
     * @throws loom.aml.io.DamagedException if it is damaged
     */
    default void verify() throws IOException {}

    /**
     * Takes a lease.
     *
     * @param name the name of the lease
     * @throws StoreLockedException if another process holds it for longer than the terms allow to wait
     */
    Lease lease(String name, LeaseTerms terms) throws IOException;

    /**
     * An object in a listing.
     *
     * @param bytes its size; -1 if the name belongs to something that is not an object, such as a link: opening it
     *     fails
     */
    record Stored(String name, long bytes) {

        /** Returns whether it can be opened. */
        public boolean isObject() {
            return bytes >= 0;
        }
    }

    /** An object that is being written. Closing it without {@link #publish} discards it. One thread at a time. */
    interface Upload extends AutoCloseable {
        void write(byte[] bytes, int offset, int length) throws IOException;

        /** Makes the object durable, then visible under its name. Replaces an existing object with the name. */
        void publish(String name) throws IOException;

        @Override
        void close() throws IOException;
    }
}
