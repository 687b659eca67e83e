package loom.aml.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import loom.aml.io.Disk;
import loom.aml.io.FileOutput;

/** An object that is written to a temporary file and renamed when it is published. */
final class LocalUpload implements BackupTarget.Upload {
    private final Disk disk;
    private final PrivateFolder folder;
    private final Path part;
    private final FileOutput file;
    private boolean isClosed;
    private boolean isPublished;

    LocalUpload(Disk disk, PrivateFolder folder, Path part) throws IOException {
        this.disk = disk;
        this.folder = folder;
        this.part = part;
        this.file = folder.create(part);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        file.write(bytes, offset, length);
    }

    @Override
    public void publish(String name) throws IOException {
        PathWithin.of(disk, folder.path(), name);
        sync();
        closeFile();
        disk.syncDirectory(Objects.requireNonNull(rename(name).getParent(), "an object is in a directory"));
    }

    void sync() throws IOException {
        file.sync();
    }

    void closeFile() throws IOException {
        isClosed = true;
        file.close();
    }

    /**
     * Renames the file. The name is not durable until its directory is synced.
     *
     * @return the file
     */
    Path rename(String name) throws IOException {
        Path path = PathWithin.of(disk, folder.path(), name);
        folder.makeDirectories(Objects.requireNonNull(path.getParent(), "an object is in a directory"));
        if (disk.state(path).isDirectory()) {
            throw new FileSystemException(path.toString(), null, "a directory has the name of a backup file");
        }
        disk.rename(part, path);
        isPublished = true;
        return path;
    }

    @Override
    public void close() throws IOException {
        if (isPublished) {
            return;
        }
        if (!isClosed) {
            closeFile();
        }
        try {
            disk.delete(part);
        } catch (NoSuchFileException e) {
            // Another process has removed it already.
        }
    }
}
