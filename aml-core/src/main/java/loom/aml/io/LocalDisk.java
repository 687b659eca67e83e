package loom.aml.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The file system of this machine, through {@code java.nio.file}. Thread-safe. */
public final class LocalDisk implements Disk {
    /** The directories that are being synced. */
    private final ConcurrentMap<Path, SharedSync> syncs = new ConcurrentHashMap<>();

    @Override
    public Path realPath(Path path) throws IOException {
        return path.toRealPath();
    }

    @Override
    public Path linkTarget(Path link) throws IOException {
        return Files.readSymbolicLink(link);
    }

    @Override
    public FileState state(Path path) throws IOException {
        return Stat.state(path);
    }

    @Override
    public List<DirectoryEntry> list(Path directory) throws IOException {
        if (state(directory).type() == FileState.Type.LINK) {
            throw new NotDirectoryException(FileName.text(directory));
        }
        List<DirectoryEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path path : stream) {
                FileState state = state(path);
                if (!state.isMissing()) {
                    entries.add(new DirectoryEntry(FileName.last(path), state));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort((one, other) -> one.name().compareTo(other.name()));
        return entries;
    }

    @Override
    public List<String> names(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path path : stream) {
                names.add(FileName.last(path));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    @Override
    public FileInput open(Path file) throws IOException {
        return RegularFile.read(file);
    }

    @Override
    public FileOutput create(Path file, Access access) throws IOException {
        FileChannel channel = make(
                file,
                () -> FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                access.privateFile().mode())));
        try {
            FileAccess.apply(file, access);
            return new ChannelOutput(channel, file);
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.delete(file);
            throw e;
        }
    }

    @Override
    public FileOutput append(Path file) throws IOException {
        return RegularFile.append(file);
    }

    @Override
    public void createDirectory(Path directory, Access access) throws IOException {
        make(
                directory,
                () -> Files.createDirectory(
                        directory,
                        PosixFilePermissions.asFileAttribute(
                                access.privateDirectory().mode())));
        try {
            FileAccess.apply(directory, access);
        } catch (IOException | RuntimeException e) {
            Files.delete(directory);
            throw e;
        }
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        make(directory, () -> Files.createDirectory(directory));
    }

    @Override
    public OpenDirectory openDirectory(Path directory) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(directory);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new SecureDirectory(secure);
        }
        stream.close();
        return OpenDirectory.byName(this, directory);
    }

    /**
     * Creates a file, directory or link. An existing, missing or forbidden name has its own exception type; any other
     * failure may be a full disk.
     */
    private static <T> T make(Path path, Making<T> making) throws IOException {
        try {
            return making.make();
        } catch (FileSystemException e) {
            boolean isSpecific = e.getClass() != FileSystemException.class;
            throw isSpecific ? e : DiskFullException.orSame(e, path.resolveSibling(""), 1);
        }
    }

    private interface Making<T> {
        T make() throws IOException;
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.delete(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void link(Path existing, Path link) throws IOException {
        try {
            Files.createLink(link, existing);
        } catch (FileSystemException e) {
            // Links unsupported here, across devices or for this file, or too many links: only the message
            // distinguishes them.
            if (e.getClass() == FileSystemException.class) {
                throw new UnsupportedOperationException(e);
            }
            throw e;
        }
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        SharedSync sync = syncs.computeIfAbsent(directory, path -> new SharedSync(() -> force(path)));
        try {
            sync.sync();
        } finally {
            // A thread that still holds it completes it; later ones begin another.
            syncs.remove(directory, sync);
        }
    }

    private static void force(Path directory) throws IOException {
        // Opens the entry "." because opening fails, instead of blocking, if a pipe has replaced the directory.
        try (FileChannel channel = FileChannel.open(directory.resolve("."), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Access access(Path path) throws IOException {
        return FileAccess.read(path);
    }

    @Override
    public Access wholeAccess(Path path) throws IOException {
        return FileAccess.readWhole(path);
    }

    @Override
    public void prepareWholeAccess() {
        FileAccess.prepareWhole();
    }

    @Override
    public FileOwner owner(Path path) throws IOException {
        return Stat.owner(path);
    }

    @Override
    public int user() throws IOException {
        return ProcessUser.number();
    }

    @Override
    public void setModified(Path path, Instant time) throws IOException {
        ModificationTime.set(path, time);
    }

    @Override
    public boolean sameDevice(Path one, Path other) throws IOException {
        return Stat.device(one).equals(Stat.device(other));
    }

    @Override
    public Optional<OsLock> tryLock(Path file, Access access) throws IOException {
        if (state(file).isMissing()) {
            try {
                create(file, access).close();
            } catch (FileAlreadyExistsException e) {
                // Another process created it after the check.
            }
        }
        return FileLocks.tryLock(file);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long usableSpace(Path path) throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }
}
