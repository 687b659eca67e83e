package loom.aml.backup.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.FileOutput;
import loom.aml.store.log.Ownership;
import loom.aml.store.log.PathWithin;
import loom.aml.store.log.PrivateFolder;

/**
 * Keeps objects as files in the folder beside the store. What is on its way lies at its top as {@code .upload-<n>}, until a
 * rename gives it its name; whoever takes the lock removes what a crash left of these.
 */
public final class LocalTarget implements BackupTarget {
    private static final String UPLOAD = ".upload-";
    private static final String LOCK = ".backup-lock";

    private final Disk disk;
    private static final String SUFFIX = ".zst";

    private final PrivateFolder folder;
    private final AtomicInteger uploads = new AtomicInteger();

    public LocalTarget(Disk disk, PrivateFolder folder) {
        this.disk = disk;
        this.folder = folder;
    }

    @Override
    public String location() {
        return FileName.text(folder.path());
    }

    @Override
    public List<Stored> list(String prefix) throws IOException {
        List<Stored> found = new ArrayList<>();
        int slash = prefix.lastIndexOf('/');
        String directory = prefix.substring(0, slash + 1);
        Path start = directory.isEmpty() ? folder.path() : PathWithin.of(disk, folder.path(), withoutSlash(directory));
        list(start, directory, prefix, found);
        found.sort((one, other) -> one.name().compareTo(other.name()));
        return found;
    }

    private static String withoutSlash(String directory) {
        return directory.substring(0, directory.length() - 1);
    }

    private void list(Path directory, String name, String prefix, List<Stored> found) throws IOException {
        if (!disk.state(directory).isDirectory()) {
            return;
        }
        for (DirectoryEntry entry : disk.list(directory)) {
            String path = name + entry.name();
            if (entry.state().isDirectory() && !entry.name().endsWith(SUFFIX)) {
                if (path.startsWith(prefix) || prefix.startsWith(path)) {
                    list(FileName.resolve(directory, entry.name()), path + "/", prefix, found);
                }
            } else if (path.startsWith(prefix) && isObject(entry)) {
                found.add(new Stored(path, entry.state().size()));
            }
        }
    }

    /**
     * A link, a pipe or a directory under the name of a manifest or a segment counts: reading it fails and is reported. Left out, it would hide
     * a snapshot, and rotation would remove the segments that the snapshot needs.
     */
    private static boolean isObject(DirectoryEntry entry) {
        return !entry.name().startsWith(".")
                && (entry.state().isFile() || entry.name().endsWith(SUFFIX));
    }

    @Override
    public FileInput get(String name) throws IOException {
        return disk.open(PathWithin.of(disk, folder.path(), name));
    }

    @Override
    public Upload put() throws IOException {
        folder.prepare();
        Path part = folder.path().resolve(UPLOAD + uploads.incrementAndGet());
        return new LocalUpload(part, folder.create(part));
    }

    @Override
    public void delete(String name) throws IOException {
        Path path = PathWithin.of(disk, folder.path(), name);
        if (!disk.state(path).isMissing()) {
            disk.delete(path);
            disk.syncDirectory(parentOf(path));
            dropEmpty(parentOf(path));
        }
    }

    /** A folder is part of the names in it, and goes with the last of them. */
    private void dropEmpty(Path directory) throws IOException {
        if (!directory.equals(folder.path()) && disk.list(directory).isEmpty()) {
            disk.delete(directory);
            dropEmpty(parentOf(directory));
        }
    }

    @Override
    public Hold lock(Duration wait) throws IOException {
        folder.prepare();
        Path file = folder.path().resolve(LOCK);
        Disk.OsLock lock = Ownership.lock(
                disk, file, Ownership.ofDirectory(disk, folder.path()).ownFile(), wait, "another backup or restore");
        try {
            sweep();
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
        return lock::close;
    }

    private void sweep() throws IOException {
        for (DirectoryEntry entry : disk.list(folder.path())) {
            if (entry.name().startsWith(UPLOAD) && entry.state().isFile()) {
                disk.delete(FileName.resolve(folder.path(), entry.name()));
            }
        }
    }

    private static Path parentOf(Path path) {
        return Objects.requireNonNull(path.getParent(), "an object lies in the folder");
    }

    private final class LocalUpload implements Upload {
        private final Path part;
        private final FileOutput file;
        private boolean closed;
        private boolean published;

        LocalUpload(Path part, FileOutput file) {
            this.part = part;
            this.file = file;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(bytes, offset, length);
        }

        @Override
        public void publish(String name) throws IOException {
            Path target = PathWithin.of(disk, folder.path(), name);
            file.sync();
            closed = true;
            file.close();
            folder.makeDirectories(parentOf(target));
            if (disk.state(target).isDirectory()) {
                throw new FileSystemException(target.toString(), null, "a directory where a backup's file must be");
            }
            disk.rename(part, target);
            published = true;
            disk.syncDirectory(parentOf(target));
        }

        @Override
        public void close() throws IOException {
            if (published) {
                return;
            }
            if (!closed) {
                closed = true;
                file.close();
            }
            try {
                disk.delete(part);
            } catch (NoSuchFileException e) {
                // Somebody tidied up; gone is gone.
            }
        }
    }
}
