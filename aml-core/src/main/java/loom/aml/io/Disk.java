package loom.aml.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The file system operations that aml needs. All access to files outside this package goes through this interface, so
 * tests can make any call fail or lose data.
 *
 * <p>No method follows a symbolic link at the last element of its path, except {@link #realPath}, {@link
 * #syncDirectory} and {@link #usableSpace}, which change nothing. Implementations are thread-safe. Failures are {@link
 * IOException}s, with the standard subclasses of {@code java.nio.file} where they apply (no such file, already exists,
 * access denied, not empty).
 */
public interface Disk {

    /** Resolves every symbolic link in a path; fails if the file does not exist. */
    Path realPath(Path path) throws IOException;

    /** Returns the target of a symbolic link as stored; the target need not exist. */
    Path linkTarget(Path link) throws IOException;

    /** Returns the current state of a path; {@link FileState#MISSING} if it does not exist. */
    FileState state(Path path) throws IOException;

    /** Returns the entries of a directory, sorted by name. */
    List<DirectoryEntry> list(Path directory) throws IOException;

    /**
     * Returns the names in a directory, unordered. Faster than {@link #list} because it does not read the state of the
     * entries.
     */
    default List<String> names(Path directory) throws IOException {
        return list(directory).stream().map(DirectoryEntry::name).toList();
    }

    /**
     * Opens a regular file for reading from its beginning. The input reads one consistent version, even if the file is
     * replaced meanwhile.
     *
     * @throws NotRegularFileException if the file is not a regular file; it is not opened
     */
    FileInput open(Path file) throws IOException;

    /**
     * Creates a file with the given access and opens it for writing.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the name exists
     */
    FileOutput create(Path file, Access access) throws IOException;

    /** Opens an existing file for appending. */
    FileOutput append(Path file) throws IOException;

    /**
     * Creates one directory.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the name exists
     */
    void createDirectory(Path directory, Access access) throws IOException;

    /** Creates one directory with the default mode of the process (umask). Used for lock directories. */
    void createDirectory(Path directory) throws IOException;

    /** Opens a directory. Operations on the result affect this directory even if another one gets its name. */
    default OpenDirectory openDirectory(Path directory) throws IOException {
        return OpenDirectory.byName(this, directory);
    }

    /** Deletes a file or an empty directory; fails if it does not exist. */
    void delete(Path path) throws IOException;

    /** Renames {@code from} to {@code to} atomically, replacing {@code to}. */
    void rename(Path from, Path to) throws IOException;

    /**
     * Creates a hard link.
     *
     * @throws UnsupportedOperationException if the file system does not support the link; the caller can copy instead
     */
    void link(Path existing, Path link) throws IOException;

    /** Makes the entries of a directory durable (fsync). */
    void syncDirectory(Path directory) throws IOException;

    /** Returns the owner, group and mode of a file. */
    Access access(Path path) throws IOException;

    /**
     * Returns the access of a file including access control lists and extended attributes, which need additional system
     * calls.
     */
    default Access wholeAccess(Path path) throws IOException {
        return access(path);
    }

    /**
     * Prepares for {@link #wholeAccess} in the background. Linking the functions of the C library takes about 15 ms.
     */
    default void prepareWholeAccess() {}

    /** Returns the numeric owner and group of a file and its full mode. */
    FileOwner owner(Path path) throws IOException;

    /** Returns the number of the effective user of this process. */
    int user() throws IOException;

    /** Sets the modification time. */
    void setModified(Path path, Instant time) throws IOException;

    /** Returns whether both directories are on one device, so that files can be renamed between them. */
    boolean sameDevice(Path one, Path other) throws IOException;

    /**
     * Takes an operating-system lock on a file and creates the file if absent. The lock ends with the process. The
     * process that holds it must not open the file in another way, because closing the file would release the lock.
     *
     * @throws NotRegularFileException if the path is not a regular file
     * @return the lock; empty if another caller in this or another process holds it
     */
    Optional<OsLock> tryLock(Path file, Access access) throws IOException;

    /** Returns the current time of the clock that stamps files. Tests cannot change it. */
    Instant now();

    /** Returns the number of bytes that can still be written to the file system of the path. */
    long usableSpace(Path path) throws IOException;

    /** An operating-system lock. Closing it releases it. */
    interface OsLock extends Closeable {

        /** Reads the locked file, up to a megabyte. */
        byte[] content() throws IOException;

        /** Replaces the content of the locked file in place. It is not synced, and a reader without the lock may see half of each. */
        void replaceContent(byte[] content) throws IOException;
    }
}
