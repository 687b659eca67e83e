package loom.aml.io;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.io.posix.ExtendedAttributes;
import loom.aml.io.posix.FileTimes;

/** The file system of this machine, through {@code java.nio.file}. All its objects are the same, and safe for many threads. */
public final class LocalDisk implements Disk {

    /**
     * The keys of the files that this process has locked. Such a lock is the process's, not a channel's, and ends when any
     * channel on the file is closed: a second one must not even be opened to find that out.
     */
    private static final Set<Object> LOCKED = ConcurrentHashMap.newKeySet();

    /** One call of the system. The time of change is to be had in no other way than by name. */
    private static final String STATE = "unix:mode,size,lastModifiedTime,ctime,fileKey";

    private static final int TYPE_BITS = 0170000;
    private static final int MODE_BITS = 07777;
    private static final int SPECIAL_BITS = 07000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int SYMBOLIC_LINK = 0120000;

    private static final Path STATUS = Path.of("/proc/self/status");

    private static final LinkOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};

    @Override
    public Path realPath(Path path) throws IOException {
        return path.toRealPath();
    }

    @Override
    public FileState state(Path path) throws IOException {
        try {
            return stateOf(Files.readAttributes(path, STATE, NO_FOLLOW));
        } catch (NoSuchFileException e) {
            return FileState.MISSING;
        }
    }

    private static FileState stateOf(Map<String, Object> a) {
        FileState.Type type = switch ((Integer) required(a, "mode") & TYPE_BITS) {
            case REGULAR -> FileState.Type.FILE;
            case DIRECTORY -> FileState.Type.DIRECTORY;
            case SYMBOLIC_LINK -> FileState.Type.LINK;
            default -> FileState.Type.SPECIAL;
        };
        long size = type == FileState.Type.FILE ? (Long) required(a, "size") : 0;
        return new FileState(
                type,
                size,
                ((FileTime) required(a, "lastModifiedTime")).toInstant(),
                ((FileTime) required(a, "ctime")).toInstant(),
                a.get("fileKey"));
    }

    private static Object required(Map<String, Object> attributes, String name) {
        return Objects.requireNonNull(attributes.get(name), name);
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
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort((one, other) -> one.name().compareTo(other.name()));
        return entries;
    }

    @Override
    public FileInput open(Path file) throws IOException {
        while (true) {
            FileState before = state(file);
            requireFile(file, before);
            FileChannel channel = WatchedOpen.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
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
        FileChannel channel = make(
                file,
                () -> FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                access.privateFile().mode())));
        try {
            apply(file, access);
            return new ChannelOutput(channel, file);
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.delete(file);
            throw e;
        }
    }

    /** Opening a pipe would wait for its other end for ever. */
    private static void requireFile(Path file, FileState state) throws IOException {
        if (state.isMissing()) {
            throw new NoSuchFileException(FileName.text(file));
        }
        if (!state.isFile()) {
            throw new NotRegularFileException(file, state);
        }
    }

    @Override
    public FileOutput append(Path file) throws IOException {
        FileState before = state(file);
        requireFile(file, before);
        FileOutput output = output(file);
        requireSame(file, before, output);
        return output;
    }

    /** What was opened is what was looked at, unless another took its name in between. */
    private static void requireSame(Path file, FileState before, AutoCloseable opened) throws IOException {
        try {
            FileState now = Files.exists(file, NO_FOLLOW)
                    ? stateOf(Files.readAttributes(file, BasicFileAttributes.class, NO_FOLLOW))
                    : FileState.MISSING;
            requireFile(file, now);
            if (!Objects.equals(now.key(), before.key())) {
                throw new FileSystemException(FileName.text(file), null, "another file took its place meanwhile");
            }
        } catch (IOException e) {
            try {
                opened.close();
            } catch (Exception more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    /** Opens what stands there, whatever it is. */
    static FileOutput output(Path file) throws IOException {
        FileChannel channel = WatchedOpen.open(
                file, Set.of(StandardOpenOption.APPEND, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        return new ChannelOutput(channel, file);
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
            apply(directory, access);
        } catch (IOException | RuntimeException e) {
            Files.delete(directory);
            throw e;
        }
    }

    /**
     * Owner and group first, for a change of owner clears bits of the mode; the attributes next, for a list sets bits of it, and
     * the file must still be writable; then the mode.
     */
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
        SortedMap<String, String> attributes = access.attributes();
        if (attributes != null) {
            replaceAttributes(path, attributes);
        }
        if (bitsOf(path) != access.bits()) {
            Files.setAttribute(path, "unix:mode", access.bits(), NO_FOLLOW);
            // Who is not in the group of a file cannot set its setgid bit, and is not told so.
            if (bitsOf(path) != access.bits()) {
                throw new FileSystemException(path.toString(), null, "its mode cannot be kept");
            }
        }
    }

    private static int bitsOf(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode", NO_FOLLOW) & MODE_BITS;
    }

    private static void replaceAttributes(Path path, SortedMap<String, String> attributes) throws IOException {
        SortedMap<String, byte[]> values = new TreeMap<>();
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            values.put(attribute.getKey(), Base64.getDecoder().decode(attribute.getValue()));
        }
        try {
            ExtendedAttributes.replace(bytesOf(path), values);
        } catch (IOException e) {
            throw new FileSystemException(path.toString(), null, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void prepareWholeAccess() {
        Thread thread = new Thread(ExtendedAttributes::prepare, "aml-attributes");
        thread.setDaemon(true);
        thread.start();
    }

    private static byte[] bytesOf(Path path) throws IOException {
        byte[] bytes = FileName.encode(FileName.text(path.toAbsolutePath()));
        if (bytes == null) {
            throw new FileSystemException(path.toString(), null, "its name has no bytes");
        }
        return bytes;
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

    /** A name that is taken, missing or forbidden has an exception type of its own; what has none may be a full disk. */
    private static <T> T make(Path path, Making<T> making) throws IOException {
        try {
            return making.make();
        } catch (FileSystemException e) {
            boolean isTold = e.getClass() != FileSystemException.class;
            throw isTold ? e : DiskFullException.orSame(e, path.resolveSibling(""), 1);
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
            // No links here, none across devices, none for this file, too many: only a message would tell them apart.
            if (e.getClass() == FileSystemException.class) {
                throw new UnsupportedOperationException(e);
            }
            throw e;
        }
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        // By its own entry: the open fails where a pipe has taken the name, instead of waiting for its other end.
        try (FileChannel channel = FileChannel.open(directory.resolve("."), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Access access(Path path) throws IOException {
        Map<String, Object> a = Files.readAttributes(path, "unix:mode,permissions,owner,group", NO_FOLLOW);
        @SuppressWarnings("unchecked") // That is what the attribute of that name is.
        Set<PosixFilePermission> permissions = (Set<PosixFilePermission>) required(a, "permissions");
        return new Access(
                permissions,
                (UserPrincipal) required(a, "owner"),
                (GroupPrincipal) required(a, "group"),
                (Integer) required(a, "mode") & SPECIAL_BITS,
                null);
    }

    @Override
    public Access wholeAccess(Path path) throws IOException {
        SortedMap<String, String> attributes = new TreeMap<>();
        try {
            for (Map.Entry<String, byte[]> attribute :
                    ExtendedAttributes.read(bytesOf(path)).entrySet()) {
                attributes.put(attribute.getKey(), Base64.getEncoder().encodeToString(attribute.getValue()));
            }
        } catch (IOException e) {
            // A file that is gone, or may not be looked at, is reported as that.
            access(path);
            throw new FileSystemException(path.toString(), null, String.valueOf(e.getMessage()));
        }
        return access(path).withAttributes(attributes);
    }

    @Override
    public FileOwner owner(Path path) throws IOException {
        Map<String, Object> a = Files.readAttributes(path, "unix:uid,gid,mode", NO_FOLLOW);
        return new FileOwner((Integer) required(a, "uid"), (Integer) required(a, "gid"), (Integer) required(a, "mode"));
    }

    @Override
    public int user() throws IOException {
        if (!Files.exists(STATUS)) {
            return (int) new UnixSystem().getUid();
        }
        for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
            if (line.startsWith("Uid:")) {
                // The real, the effective, the saved one and the one for files.
                return Integer.parseUnsignedInt(line.split("\t", -1)[2]);
            }
        }
        throw new IOException(STATUS + " does not name the user");
    }

    private static boolean isBeyondJava(Instant time) {
        return time.isBefore(Instant.EPOCH) || time.getEpochSecond() >= Long.MAX_VALUE / 1_000_000_000;
    }

    @Override
    public void setModified(Path path, Instant time) throws IOException {
        byte[] name = isBeyondJava(time) ? FileName.encode(FileName.text(path)) : null;
        if (name != null) {
            try {
                FileTimes.setModified(name, time.getEpochSecond(), time.getNano());
                return;
            } catch (IOException | UnsupportedOperationException e) {
                // The nearest time that Java can set is better than none.
            }
        }
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
        FileState now = state(file);
        requireFile(file, now);
        Object key = Objects.requireNonNull(now.key(), "where files have owners and modes they have inodes");
        if (!LOCKED.add(key)) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            Optional<OsLock> lock = lock(file, key);
            taken = lock.isPresent();
            return lock;
        } finally {
            if (!taken) {
                LOCKED.remove(key);
            }
        }
    }

    private static Optional<OsLock> lock(Path file, Object key) throws IOException {
        FileChannel channel = WatchedOpen.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        try {
            if (channel.tryLock() != null) {
                return Optional.of(new ChannelLock(channel, key));
            }
        } catch (OverlappingFileLockException e) {
            // Other code in this process locked it: held all the same.
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

    private record SecureDirectory(SecureDirectoryStream<Path> stream, BasicFileAttributeView view)
            implements OpenDirectory {
        SecureDirectory(SecureDirectoryStream<Path> stream) {
            this(stream, stream.getFileAttributeView(BasicFileAttributeView.class));
        }

        @Override
        public FileState state() throws IOException {
            return stateOf(view.readAttributes());
        }

        @Override
        public void setModified(Instant time) throws IOException {
            view.setTimes(FileTime.from(time), null, null);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    private record ChannelLock(FileChannel channel, Object key) implements OsLock {
        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                try {
                    channel.close();
                } finally {
                    LOCKED.remove(key);
                }
            }
        }
    }

    private record ChannelInput(FileChannel channel, FileState state) implements FileInput {
        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(into, offset, length));
        }

        @Override
        public void seek(long position) throws IOException {
            channel.position(position);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** The JDK names no file where a write fails: "File too large", "Input/output error". */
    private static IOException named(IOException e, Path file) {
        if (e.getClass() != IOException.class) {
            return e;
        }
        FileSystemException named = new FileSystemException(FileName.text(file), null, e.getMessage());
        named.initCause(e);
        return named;
    }

    private static final class ChannelOutput extends FileOutput {
        private final FileChannel channel;
        private final Path file;

        ChannelOutput(FileChannel channel, Path file) {
            this.channel = channel;
            this.file = file;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            try {
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            } catch (IOException e) {
                throw named(DiskFullException.orSame(e, file, buffer.remaining()), file);
            }
        }

        @Override
        public void sync() throws IOException {
            try {
                channel.force(true);
            } catch (IOException e) {
                throw named(DiskFullException.orSame(e, file, 1), file);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
