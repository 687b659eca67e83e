package loom.aml.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The file system of this machine, through {@code java.nio.file}. Stateless, so safe for many threads. */
public final class LocalDisk implements Disk {

    private static final LinkOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};

    @Override
    public Path realPath(Path path) throws IOException {
        return path.toRealPath();
    }

    @Override
    public FileState state(Path path) throws IOException {
        try {
            return stateOf(Files.readAttributes(path, BasicFileAttributes.class, NO_FOLLOW));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return FileState.MISSING;
        } catch (FileSystemException e) {
            if (isNotADirectory(e)) {
                return FileState.MISSING;
            }
            throw e;
        }
    }

    /** A file in the middle of the path: nothing can stand beyond it. The JDK reports ENOTDIR only as a message. */
    private static boolean isNotADirectory(FileSystemException e) {
        return e.getReason() != null && e.getReason().contains("Not a directory");
    }

    private static FileState stateOf(BasicFileAttributes a) {
        FileState.Type type = a.isRegularFile()
                ? FileState.Type.FILE
                : a.isDirectory()
                        ? FileState.Type.DIRECTORY
                        : a.isSymbolicLink() ? FileState.Type.LINK : FileState.Type.SPECIAL;
        long size = type == FileState.Type.FILE ? a.size() : 0;
        return new FileState(type, size, a.lastModifiedTime().toInstant(), a.fileKey());
    }

    @Override
    public List<DirectoryEntry> list(Path directory) throws IOException {
        List<DirectoryEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path path : stream) {
                FileState state = state(path);
                if (!state.isMissing()) {
                    entries.add(new DirectoryEntry(path.getFileName().toString(), state));
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(Comparator.comparing(DirectoryEntry::name));
        return entries;
    }

    @Override
    public FileInput open(Path file) throws IOException {
        while (true) {
            FileState before = state(file);
            if (before.isMissing()) {
                throw new NoSuchFileException(file.toString());
            }
            if (!before.isFile()) {
                // Opening a pipe would wait for a writer for ever.
                throw new FileSystemException(file.toString(), null, "not a regular file");
            }
            FileChannel channel =
                    FileChannel.open(file, Set.<OpenOption>of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            try {
                // The JDK cannot ask an open file for its identity: the name is asked before and after instead.
                if (before.equals(state(file))) {
                    return new ChannelInput(channel, before);
                }
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            channel.close();
        }
    }

    @Override
    public FileOutput create(Path file, Access access) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(access.privateFile().mode()));
        try {
            apply(file, access);
            return new ChannelOutput(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.delete(file);
            throw e;
        }
    }

    @Override
    public FileOutput append(Path file) throws IOException {
        return new ChannelOutput(FileChannel.open(
                file, Set.of(StandardOpenOption.APPEND, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)));
    }

    @Override
    public void createDirectory(Path directory, Access access) throws IOException {
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(access.privateDirectory().mode()));
        try {
            apply(directory, access);
        } catch (IOException | RuntimeException e) {
            Files.delete(directory);
            throw e;
        }
    }

    /** Owner and group first, for a change of owner may clear bits of the mode. */
    private static void apply(Path path, Access access) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class, NO_FOLLOW);
        PosixFileAttributes now = view.readAttributes();
        UserPrincipal owner = access.owner();
        if (owner != null && !now.owner().equals(owner)) {
            view.setOwner(owner);
        }
        GroupPrincipal group = access.group();
        if (group != null && !now.group().equals(group)) {
            view.setGroup(group);
        }
        if (!now.permissions().equals(access.mode())) {
            view.setPermissions(access.mode());
        }
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory);
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
            String reason = e.getReason() == null ? "" : e.getReason();
            if (reason.contains("Operation not permitted") || reason.contains("not supported")) {
                throw new UnsupportedOperationException(e);
            }
            throw e;
        }
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Access access(Path path) throws IOException {
        PosixFileAttributes a = Files.readAttributes(path, PosixFileAttributes.class, NO_FOLLOW);
        return new Access(a.permissions(), a.owner(), a.group());
    }

    @Override
    public void setModified(Path path, Instant time) throws IOException {
        Files.getFileAttributeView(path, PosixFileAttributeView.class, NO_FOLLOW)
                .setTimes(FileTime.from(time), null, null);
    }

    @Override
    public boolean sameDevice(Path one, Path other) throws IOException {
        return Files.getAttribute(one, "unix:dev", NO_FOLLOW).equals(Files.getAttribute(other, "unix:dev", NO_FOLLOW));
    }

    @Override
    public Optional<OsLock> tryLock(Path file, Access access) throws IOException {
        if (state(file).isMissing()) {
            try {
                create(file, access).close();
            } catch (java.nio.file.FileAlreadyExistsException e) {
                // Somebody made it between the look and the call: it serves as well.
            }
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(channel::close);
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process, through another store object: held all the same.
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long usableSpace(Path path) throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    private record ChannelInput(FileChannel channel, FileState state) implements FileInput {
        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(into, offset, length));
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static final class ChannelOutput extends FileOutput {
        private final FileChannel channel;

        ChannelOutput(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            try {
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            } catch (IOException e) {
                throw DiskFullException.orSame(e);
            }
        }

        @Override
        public void sync() throws IOException {
            try {
                channel.force(true);
            } catch (IOException e) {
                throw DiskFullException.orSame(e);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
