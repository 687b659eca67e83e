package loom.aml.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;

/**
 * Keeps objects as files in a folder beside the store.
 *
 * <pre>
 * &lt;name&gt;               an object
 * &lt;name&gt;.part          an upload of a known name
 * .upload-&lt;n&gt;          an upload of a name that is not known yet
 * .&lt;lease&gt;-lock        locked while the lease is held; its content is a {@link LeaseRecord}
 * </pre>
 */
public final class LocalTarget implements BackupTarget {
    static final String PART = ".part";
    private static final String UPLOAD = ".upload-";
    private static final Set<String> SUFFIXES = Set.of(".zst", ".jsonl");
    private static final Pattern ENCRYPTED = Pattern.compile("(long-)?[0-9a-f]{32,}\\.age");

    private final Disk disk;
    private final PrivateFolder folder;
    private final AtomicInteger uploads = new AtomicInteger();

    /**
     * The directories that objects were read from and that are not links. Checking each before every read would take
     * longer than the read.
     */
    private final Set<Path> real = ConcurrentHashMap.newKeySet();

    public LocalTarget(Disk disk, PrivateFolder folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /** Returns the target beside a store. */
    public static LocalTarget beside(Disk disk, Path memory) {
        return new LocalTarget(disk, PrivateFolder.beside(disk, memory));
    }

    @Override
    public String location() {
        return FileName.text(folder.path());
    }

    @Override
    public List<Stored> list(String prefix) throws IOException {
        List<Stored> found = new ArrayList<>();
        String directory = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        list(directory(directory), directory, prefix, found);
        found.sort((one, other) -> one.name().compareTo(other.name()));
        return found;
    }

    private Path directory(String folderName) throws IOException {
        return folderName.isEmpty()
                ? folder.path()
                : PathWithin.of(disk, folder.path(), folderName.substring(0, folderName.length() - 1));
    }

    private void list(Path directory, String name, String prefix, List<Stored> found) throws IOException {
        if (!disk.state(directory).isDirectory()) {
            return;
        }
        for (DirectoryEntry entry : disk.list(directory)) {
            String path = name + entry.name();
            if (entry.state().isDirectory() && !hasNameOfObject(entry)) {
                if (path.startsWith(prefix) || prefix.startsWith(path)) {
                    list(FileName.resolve(directory, entry.name()), path + "/", prefix, found);
                }
            } else if (path.startsWith(prefix) && isListed(entry)) {
                found.add(
                        new Stored(path, entry.state().isFile() ? entry.state().size() : -1));
            }
        }
    }

    /**
     * Includes a link, a pipe or a directory under the name of a manifest, a segment or a record: reading it fails and
     * is reported. If it were omitted, it would hide a snapshot, and rotation would remove the segments that the
     * snapshot needs.
     */
    private static boolean isListed(DirectoryEntry entry) {
        return !entry.name().startsWith(".")
                && !entry.name().endsWith(PART)
                && (entry.state().isFile() || hasNameOfObject(entry));
    }

    private static boolean hasNameOfObject(DirectoryEntry entry) {
        return SUFFIXES.stream().anyMatch(entry.name()::endsWith) || isEncryptedName(entry.name());
    }

    /** Returns whether a name is one that an object of an {@link EncryptedTarget} is stored under. */
    static boolean isEncryptedName(String name) {
        return ENCRYPTED.matcher(name.substring(name.lastIndexOf('/') + 1)).matches();
    }

    @Override
    public Collection<String> names(String folderName) throws IOException {
        Path directory = directory(folderName);
        return disk.state(directory).isDirectory() ? disk.names(directory) : List.of();
    }

    @Override
    public boolean exists(String name) throws IOException {
        return !disk.state(PathWithin.of(disk, folder.path(), name)).isMissing();
    }

    @Override
    public boolean isTaken(String name) throws IOException {
        Path path = PathWithin.of(disk, folder.path(), name);
        return !disk.state(path).isMissing() || !disk.state(partOf(path)).isMissing();
    }

    @Override
    public ObjectReader open(String name) throws IOException {
        return new FileReader(disk.open(pathToRead(name)));
    }

    private Path pathToRead(String name) throws IOException {
        Path path = PathWithin.resolve(folder.path(), name);
        Path directory = parentOf(path);
        if (!real.contains(directory)) {
            PathWithin.of(disk, folder.path(), name);
            if (disk.state(directory).isDirectory()) {
                real.add(directory);
            }
        }
        return path;
    }

    /** Returns the file of an object that is about to be created, in a directory that exists. */
    private Path pathToCreate(String name) throws IOException {
        folder.prepare();
        int slash = name.indexOf('/');
        if (slash > 0) {
            folder.makeDirectories(PathWithin.resolve(folder.path(), name.substring(0, slash)));
        }
        Path path = PathWithin.of(disk, folder.path(), name);
        folder.makeDirectories(parentOf(path));
        return path;
    }

    @Override
    public Upload upload() throws IOException {
        folder.prepare();
        Path part = folder.path().resolve(UPLOAD + uploads.incrementAndGet());
        return new LocalUpload(disk, folder, part);
    }

    @Override
    public Upload upload(String name) throws IOException {
        Path part = partOf(pathToCreate(name));
        if (!disk.state(part).isMissing()) {
            disk.delete(part);
        }
        return new LocalUpload(disk, folder, part);
    }

    private static Path partOf(Path path) {
        return FileName.beside(path, FileName.last(path) + PART);
    }

    @Override
    public void publish(SequencedMap<String, Upload> together) throws IOException {
        for (Upload upload : together.values()) {
            ((LocalUpload) upload).sync();
        }
        for (Upload upload : together.values()) {
            ((LocalUpload) upload).closeFile();
        }
        Set<Path> directories = new LinkedHashSet<>();
        for (Map.Entry<String, Upload> upload : together.entrySet()) {
            directories.add(parentOf(((LocalUpload) upload.getValue()).rename(upload.getKey())));
        }
        for (Path directory : directories) {
            disk.syncDirectory(directory);
        }
    }

    @Override
    public int discardUploads(String folderName, Predicate<String> isOurs, Instant before) throws IOException {
        return new PartSweep(disk, isOurs, before).sweep(directory(folderName), folderName);
    }

    @Override
    public Appender create(String name) throws IOException {
        Path path = pathToCreate(name);
        return new FileAppender(disk, path, folder.create(path), true);
    }

    @Override
    public Appender append(String name) throws IOException {
        folder.prepare();
        Path path = PathWithin.of(disk, folder.path(), name);
        return new FileAppender(disk, path, disk.append(path), false);
    }

    @Override
    public void delete(Collection<String> names) throws IOException {
        Set<Path> directories = new LinkedHashSet<>();
        for (String name : names) {
            Path path = PathWithin.of(disk, folder.path(), name);
            if (!disk.state(path).isMissing()) {
                disk.delete(path);
                directories.add(parentOf(path));
            }
        }
        for (Path directory : directories) {
            disk.syncDirectory(directory);
            dropEmpty(directory);
        }
    }

    /**
     * Removes the empty parent folders of a removed object. Folders at the top are kept, since other processes may be
     * about to use them.
     */
    private void dropEmpty(Path directory) throws IOException {
        Path parent = parentOf(directory);
        if (!directory.equals(folder.path())
                && !parent.equals(folder.path())
                && disk.names(directory).isEmpty()) {
            disk.delete(directory);
            dropEmpty(parent);
        }
    }

    @Override
    public Lease lease(String name, LeaseTerms terms) throws IOException {
        folder.prepare();
        Path file = PathWithin.resolve(folder.path(), "." + name + "-lock");
        Lease lease = LocalLease.take(
                disk, file, Ownership.ofDirectory(disk, folder.path()).ownFile(), terms);
        try {
            if (name.equals(WRITER)) {
                sweep();
            }
        } catch (IOException | RuntimeException e) {
            lease.close();
            throw e;
        }
        return lease;
    }

    private void sweep() throws IOException {
        for (String name : disk.names(folder.path())) {
            Path file = FileName.resolve(folder.path(), name);
            if (name.startsWith(UPLOAD) && disk.state(file).isFile()) {
                disk.delete(file);
            }
        }
    }

    private static Path parentOf(Path path) {
        return Objects.requireNonNull(path.getParent(), "an object is in a directory");
    }

    /** Reads a file as an object. */
    private static final class FileReader implements ObjectReader {
        private final FileInput file;
        private long next;

        FileReader(FileInput file) {
            this.file = file;
        }

        @Override
        public long size() {
            return file.state().size();
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) throws IOException {
            if (position != next) {
                file.seek(position);
            }
            int n = file.read(into, offset, length);
            next = position + Math.max(0, n);
            return n;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
