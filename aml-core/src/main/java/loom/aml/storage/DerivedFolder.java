package loom.aml.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.FileOutput;
import loom.aml.io.FileState;
import loom.aml.io.SmallFile;

/**
 * A folder beside a store with files that are derived from it: each may be deleted at any time and is replaced as a whole. Safe for use by
 * several threads and processes.
 */
public final class DerivedFolder {
    private static final String PART = ".part";

    /** No write takes this long: an older temporary file was left by a crash. */
    private static final Duration LEFT_OVER = Duration.ofMinutes(1);

    private final Disk disk;
    private final PrivateFolder folder;

    /**
     * @param memory the path beside which the folder is
     * @param name the name of the folder, {@code <memory>-state/<name>/}
     */
    public DerivedFolder(Disk disk, Path memory, String name) {
        this.disk = disk;
        this.folder = PrivateFolder.ofState(disk, memory, name);
    }

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Opens a file; empty if absent or unreadable, because nothing depends on it. */
    public Optional<FileInput> open(String name) {
        try {
            return Optional.of(disk.open(pathOf(name)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the content of a file; empty if absent or unreadable.
     *
     * @param largest the bytes of the largest file that is read
     */
    public Optional<byte[]> read(String name, long largest) {
        try {
            return Optional.of(SmallFile.read(disk, pathOf(name), largest));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path pathOf(String name) {
        return FileName.resolve(folder.path(), name);
    }

    /**
     * Replaces the content of a file atomically.
     *
     * @return whether it was written; false if another process is writing it, whose content is equally good
     */
    public boolean write(String name, Content content) throws IOException {
        folder.prepare();
        Path part = FileName.resolve(folder.path(), "." + name + PART);
        FileState left = disk.state(part);
        if (left.isFile() && left.modified().isBefore(disk.now().minus(LEFT_OVER))) {
            disk.delete(part);
        }
        try (FileOutput out = folder.create(part)) {
            content.writeTo(out);
            out.sync();
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            deleteAfter(e, part);
            throw e;
        }
        try {
            disk.rename(part, pathOf(name));
        } catch (IOException e) {
            deleteAfter(e, part);
            throw e;
        }
        disk.syncDirectory(folder.path());
        return true;
    }

    private void deleteAfter(IOException failure, Path part) {
        try {
            if (!disk.state(part).isMissing()) {
                disk.delete(part);
            }
        } catch (IOException more) {
            failure.addSuppressed(more);
        }
    }
}
