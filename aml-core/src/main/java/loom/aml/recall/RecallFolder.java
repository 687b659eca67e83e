package loom.aml.recall;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileOutput;
import loom.aml.io.FileState;
import loom.aml.io.SmallFile;
import loom.aml.storage.PrivateFolder;
import loom.aml.store.StorePaths;

/**
 * The folder beside a store with data that speeds up the first reads. All files are derived and may be deleted at any time.
 *
 * <pre>
 * &lt;memory&gt;-state/recall/    0700, with a .gitignore of *
 *   existence.bin            {@link KnownIds}
 *   warm.json                {@link WarmList}
 *   statistics.json          {@link RecallStatistics}
 * </pre>
 */
final class RecallFolder {
    private static final String PART = ".part";

    /** No write takes this long: an older temporary file was left by a crash. */
    private static final Duration LEFT_OVER = Duration.ofMinutes(1);

    /** The size of a filter of fifty million items. */
    private static final long LARGEST = 64_000_000;

    private final Disk disk;
    private final PrivateFolder folder;

    RecallFolder(StorePaths place) {
        this.disk = place.disk();
        this.folder = PrivateFolder.ofState(disk, place.beside(), "recall");
    }

    /** Returns the content of a file; empty if absent or unreadable, because nothing depends on it. */
    Optional<byte[]> read(String name) {
        try {
            return Optional.of(SmallFile.read(disk, FileName.resolve(folder.path(), name), LARGEST));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Replaces the content of a file atomically.
     *
     * @return whether it was written; false if another process is writing it, whose content is equally good
     */
    boolean write(String name, byte[] content) throws IOException {
        folder.prepare();
        Path part = FileName.resolve(folder.path(), "." + name + PART);
        FileState left = disk.state(part);
        if (left.isFile() && left.modified().isBefore(disk.now().minus(LEFT_OVER))) {
            disk.delete(part);
        }
        try (FileOutput out = folder.create(part)) {
            out.write(content, 0, content.length);
            out.sync();
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            deleteAfter(e, part);
            throw e;
        }
        try {
            disk.rename(part, FileName.resolve(folder.path(), name));
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
