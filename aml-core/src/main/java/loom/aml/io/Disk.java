package loom.aml.io;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The file system, as small as the product can live with. Nothing outside this package touches a file in any other way, so a
 * test can fail, shorten or lose any single call by standing in front of one interface.
 *
 * <p>No method follows a symbolic link at the last element of its path, except {@link #realPath}, and {@link #syncDirectory}
 * and {@link #usableSpace}, which change nothing. Implementations are safe for use by many threads. Failures are {@link IOException}s, with the standard subclasses of {@code java.nio.file} where
 * they apply (no such file, already exists, access denied, not empty).
 */
public interface Disk {

    /** The path with every symbolic link resolved; fails where nothing stands there. */
    Path realPath(Path path) throws IOException;

    /** Where a symbolic link leads, as it says itself; nothing need stand there. */
    Path linkTarget(Path link) throws IOException;

    /** What stands at the path right now; {@link FileState#MISSING} where nothing does. */
    FileState state(Path path) throws IOException;

    /** The entries of a directory, sorted by name. */
    List<DirectoryEntry> list(Path directory) throws IOException;

    /** The names in a directory, in no order: quicker than {@link #list}, for it looks at none of the entries. */
    default List<String> names(Path directory) throws IOException {
        return list(directory).stream().map(DirectoryEntry::name).toList();
    }

    /**
     * Opens a regular file for reading from its beginning; the file read is one whole version even if it is replaced meanwhile.
     *
     * @throws NotRegularFileException if it is anything else, without opening it
     */
    FileInput open(Path file) throws IOException;

    /**
     * Makes a new file, owned and readable as {@code access} says, and opens it for writing.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the name is taken
     */
    FileOutput create(Path file, Access access) throws IOException;

    /** Opens an existing file for writing at its end. */
    FileOutput append(Path file) throws IOException;

    /**
     * Makes one directory.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the name is taken
     */
    void createDirectory(Path directory, Access access) throws IOException;

    /** Makes one directory as any program would, with the mode that the process's mask leaves: for lock directories. */
    void createDirectory(Path directory) throws IOException;

    /** Opens a directory, so that what is done to it is done to this very one, whatever stands under its name by then. */
    default OpenDirectory openDirectory(Path directory) throws IOException {
        return OpenDirectory.byName(this, directory);
    }

    /** Removes a file or an empty directory; fails where nothing stands there. */
    void delete(Path path) throws IOException;

    /** Puts {@code from} in the place of {@code to} in one step that no reader can see half done. */
    void rename(Path from, Path to) throws IOException;

    /**
     * Gives a file a second name.
     *
     * @throws UnsupportedOperationException where the file system has no hard links, or not this one: a copy serves as well
     */
    void link(Path existing, Path link) throws IOException;

    /** Makes the names in a directory durable. */
    void syncDirectory(Path directory) throws IOException;

    /** Whose the file is and who may do what with it. */
    Access access(Path path) throws IOException;

    /** The same with access control lists and extended attributes, which take a look of their own. */
    default Access wholeAccess(Path path) throws IOException {
        return access(path);
    }

    /**
     * Says that {@link #wholeAccess} will be needed soon. It uses functions of the C library, whose linking takes some 15 ms that
     * another thread can spend meanwhile.
     */
    default void prepareWholeAccess() {}

    /** Returns the owner and the whole mode of what stands at the path, by number. */
    FileOwner owner(Path path) throws IOException;

    /** Returns the number of the user with whose rights this process works. */
    int user() throws IOException;

    /** Sets the time of last modification. */
    void setModified(Path path, Instant time) throws IOException;

    /** Whether a rename from one directory to the other can work: both lie on one device. */
    boolean sameDevice(Path one, Path other) throws IOException;

    /**
     * Takes an operating-system lock on a file, which is made if need be; the lock dies with the process. The process that
     * holds it must not open the file in any other way: closing that would set the lock free.
     *
     * @throws NotRegularFileException if something else stands in the place of the file
     * @return the lock, or nothing while somebody else, in this process or another, holds it
     */
    Optional<OsLock> tryLock(Path file, Access access) throws IOException;

    /** The time of day by which files are stamped; no test may turn it. */
    Instant now();

    /** The bytes that can still be written where the path lies. */
    long usableSpace(Path path) throws IOException;

    /** A lock that the operating system keeps. Closing it sets it free. */
    interface OsLock extends AutoCloseable {
        @Override
        void close() throws IOException;
    }
}
