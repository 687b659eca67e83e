package loom.aml.io;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A read-only disk that holds given files below one directory and nothing else, such as the files of a snapshot. Every
 * operation that writes fails. Thread-safe if the files are.
 */
public final class GivenFiles implements Disk {
    private final Instant time;
    private final Map<Path, File> files;
    private final Map<Path, SortedMap<String, FileState>> directories = new TreeMap<>();

    /**
     * A file.
     *
     * @param bytes its size
     * @param opening opens its content
     */
    public record File(long bytes, Opening opening) {}

    /** Opens the content of a file. */
    @FunctionalInterface
    public interface Opening {
        FileInput open() throws IOException;
    }

    /**
     * Creates a disk.
     *
     * @param root the directory of the files, which exists even without files
     * @param files the files by their path within the directory
     * @param time the time of every file and of the clock
     */
    public GivenFiles(Path root, Map<String, File> files, Instant time) {
        this.time = time;
        this.files = new TreeMap<>();
        directories.put(root, new TreeMap<>());
        files.forEach((path, file) -> add(root, FileName.resolve(root, path), file));
    }

    private void add(Path root, Path path, File file) {
        files.put(path, file);
        FileState state = stateOf(file);
        for (Path at = path; !at.equals(root); at = parentOf(at)) {
            directories.computeIfAbsent(parentOf(at), _ -> new TreeMap<>()).put(FileName.last(at), state);
            state = directory();
        }
    }

    private static Path parentOf(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("not below the directory: " + path);
        }
        return parent;
    }

    private FileState directory() {
        return new FileState(FileState.Type.DIRECTORY, 0, time, null);
    }

    private FileState stateOf(File file) {
        return new FileState(FileState.Type.FILE, file.bytes, time, null);
    }

    @Override
    public Path realPath(Path path) {
        return path.toAbsolutePath().normalize();
    }

    @Override
    public Path linkTarget(Path link) throws IOException {
        throw new NoSuchFileException(FileName.text(link));
    }

    @Override
    public FileState state(Path path) {
        File file = files.get(path);
        if (file != null) {
            return stateOf(file);
        }
        return directories.containsKey(path) ? directory() : FileState.MISSING;
    }

    @Override
    public List<DirectoryEntry> list(Path directory) throws IOException {
        SortedMap<String, FileState> names = directories.get(directory);
        if (names == null) {
            throw files.containsKey(directory)
                    ? new NotDirectoryException(FileName.text(directory))
                    : new NoSuchFileException(FileName.text(directory));
        }
        List<DirectoryEntry> entries = new ArrayList<>();
        names.forEach((name, state) -> entries.add(new DirectoryEntry(name, state)));
        return entries;
    }

    @Override
    public FileInput open(Path path) throws IOException {
        File file = files.get(path);
        if (file == null) {
            throw new NoSuchFileException(FileName.text(path));
        }
        return file.opening.open();
    }

    @Override
    public FileOutput create(Path file, Access access) throws IOException {
        throw readOnly();
    }

    @Override
    public FileOutput append(Path file) throws IOException {
        throw readOnly();
    }

    @Override
    public void createDirectory(Path directory, Access access) throws IOException {
        throw readOnly();
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        throw readOnly();
    }

    @Override
    public void delete(Path path) throws IOException {
        throw readOnly();
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        throw readOnly();
    }

    @Override
    public void link(Path existing, Path link) throws IOException {
        throw readOnly();
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        throw readOnly();
    }

    @Override
    public Access access(Path path) throws IOException {
        throw readOnly();
    }

    @Override
    public FileOwner owner(Path path) throws IOException {
        throw readOnly();
    }

    @Override
    public int user() throws IOException {
        throw readOnly();
    }

    @Override
    public void setModified(Path path, Instant modified) throws IOException {
        throw readOnly();
    }

    @Override
    public boolean sameDevice(Path one, Path other) {
        return true;
    }

    @Override
    public Optional<OsLock> tryLock(Path file, Access access) throws IOException {
        throw readOnly();
    }

    @Override
    public Instant now() {
        return time;
    }

    @Override
    public long usableSpace(Path path) {
        return 0;
    }

    private static IOException readOnly() {
        return new IOException("these files can only be read");
    }
}
