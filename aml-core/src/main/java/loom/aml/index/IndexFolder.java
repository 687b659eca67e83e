package loom.aml.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.FileOutput;
import loom.aml.store.log.Ownership;
import loom.aml.store.log.PrivateFolder;
import org.apache.lucene.store.Directory;

/**
 * Where the index of a store lies, {@code <memory>-state/index/}, private to the owner of the store. One writer at a time, told
 * by a lock of the operating system, which dies with its process; readers need none, for a commit never changes a file.
 */
final class IndexFolder {
    private static final String NAME = "index";
    private static final String LOCK = "lock";
    private static final String NOTE = "standing.json";
    private static final String NEW_NOTE = NOTE + ".new";

    private final Disk disk;
    private final PrivateFolder folder;

    private IndexFolder(Disk disk, PrivateFolder folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /**
     * The folder of a store.
     *
     * @param memory the real path of the store
     */
    static IndexFolder beside(Disk disk, Path memory) {
        return new IndexFolder(disk, PrivateFolder.ofState(disk, memory, NAME));
    }

    /** What lies in the folder, as Lucene sees it. */
    Directory files() {
        return new DiskDirectory(disk, folder);
    }

    boolean exists() throws IOException {
        return disk.state(folder.path()).isDirectory();
    }

    /**
     * Takes the right to write, and makes the folder if it is missing.
     *
     * @throws loom.aml.store.StoreLockedException if another process keeps it for longer
     */
    Disk.OsLock lock(Duration wait) throws IOException {
        folder.prepare();
        return Ownership.lock(
                disk,
                folder.path().resolve(LOCK),
                disk.access(folder.path()).privateFile(),
                wait,
                "another process that brings the index up to date");
    }

    /** What is written down of the index; nothing if nothing is, or if it cannot be read. */
    Optional<IndexNote> note() {
        try (FileInput note = disk.open(folder.path().resolve(NOTE))) {
            return Optional.of(IndexNote.parse(note.stream().readAllBytes()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Writes down how the index stands. Only with the lock. */
    void note(IndexNote note) throws IOException {
        Path part = folder.path().resolve(NEW_NOTE);
        if (!disk.state(part).isMissing()) {
            disk.delete(part);
        }
        try (FileOutput out = folder.create(part)) {
            byte[] text = note.toJson().toString().getBytes(StandardCharsets.UTF_8);
            out.write(text, 0, text.length);
        }
        disk.rename(part, folder.path().resolve(NOTE));
    }

    /** Removes the index, but not the folder. Only with the lock. */
    void clear() throws IOException {
        for (DirectoryEntry entry : disk.list(folder.path())) {
            if (isOfIndex(entry)) {
                disk.delete(FileName.resolve(folder.path(), entry.name()));
            }
        }
        disk.syncDirectory(folder.path());
    }

    /** Bytes that the index takes. */
    long bytes() throws IOException {
        try {
            return disk.list(folder.path()).stream()
                    .filter(IndexFolder::isOfIndex)
                    .mapToLong(entry -> entry.state().size())
                    .sum();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static boolean isOfIndex(DirectoryEntry entry) {
        return entry.state().isFile()
                && !entry.name().equals(LOCK)
                && !entry.name().startsWith(NOTE)
                && !entry.name().startsWith(".");
    }
}
