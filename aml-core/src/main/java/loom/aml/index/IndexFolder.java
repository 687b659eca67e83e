package loom.aml.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileOutput;
import loom.aml.io.SmallFile;
import loom.aml.storage.Ownership;
import loom.aml.storage.PrivateFolder;
import loom.aml.store.StorePaths;
import org.apache.lucene.store.Directory;

/**
 * The folder of a store's index, {@code <memory>-state/index/}, private to the owner of the store. An operating-system
 * lock, which ends with its process, admits one writer at a time. Readers need no lock, because a commit never changes
 * existing files.
 */
final class IndexFolder {
    private static final String NAME = "index";
    private static final String LOCK = "lock";
    private static final String NOTE = "standing.json";
    private static final String NEW_NOTE = NOTE + ".new";

    /** The size of an index state file for a million collections. */
    private static final long LARGEST_NOTE = 512_000_000;

    private final Disk disk;
    private final PrivateFolder folder;
    private final Directory files;

    private IndexFolder(Disk disk, PrivateFolder folder) {
        this.disk = disk;
        this.folder = folder;
        this.files = new DiskDirectory(disk, folder);
    }

    /** Returns the folder of a store. */
    static IndexFolder beside(StorePaths place) {
        return new IndexFolder(place.disk(), PrivateFolder.ofState(place.disk(), place.beside(), NAME));
    }

    /** Returns the folder as a Lucene directory, always the same one. It needs not be closed. */
    Directory files() {
        return files;
    }

    boolean exists() throws IOException {
        return disk.state(folder.path()).isDirectory();
    }

    /**
     * Takes the write lock and creates the folder if absent.
     *
     * @throws loom.aml.storage.StoreLockedException if another process holds it for longer
     */
    Closeable lock(Duration wait) throws IOException {
        folder.prepare();
        return Ownership.lock(
                disk,
                folder.path().resolve(LOCK),
                Ownership.ofDirectory(disk, folder.path()).ownFile(),
                wait,
                "another process that updates the index");
    }

    /** Returns the index state file; empty if absent or unreadable. */
    Optional<IndexStateFile> note() {
        try {
            return Optional.of(
                    IndexStateFile.parse(SmallFile.read(disk, folder.path().resolve(NOTE), LARGEST_NOTE)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes the index state file. Requires the lock. The index works without it: readers of the state then report a
     * missing index, and the next update writes the file again.
     */
    void note(IndexStateFile note) {
        try {
            write(note);
        } catch (IOException e) {
            // The index works without the file.
        }
    }

    private void write(IndexStateFile note) throws IOException {
        Path part = folder.path().resolve(NEW_NOTE);
        if (!disk.state(part).isMissing()) {
            disk.delete(part);
        }
        try (FileOutput out = folder.create(part)) {
            byte[] text = note.toJson().toString().getBytes(StandardCharsets.UTF_8);
            out.write(text, 0, text.length);
        }
        Path place = folder.path().resolve(NOTE);
        if (disk.state(place).isDirectory()) {
            setAside(NOTE);
        }
        disk.rename(part, place);
    }

    /** Deletes the index, but not the folder. Requires the lock. */
    void clear() throws IOException {
        for (DirectoryEntry entry : disk.list(folder.path())) {
            if (entry.state().isDirectory() && isOurName(entry.name())) {
                setAside(entry.name());
            } else if (isOurName(entry.name())) {
                disk.delete(FileName.resolve(folder.path(), entry.name()));
            }
        }
        disk.syncDirectory(folder.path());
    }

    /** Renames a directory that a user created here, because its content must not be deleted. */
    private void setAside(String name) throws IOException {
        Path aside = FileName.resolve(folder.path(), "." + name + ".aside");
        for (int i = 1; !disk.state(aside).isMissing(); i++) {
            aside = FileName.resolve(folder.path(), "." + name + ".aside-" + i);
        }
        disk.rename(FileName.resolve(folder.path(), name), aside);
    }

    /** Returns the size of the index in bytes. */
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
        return entry.state().isFile() && isOurName(entry.name());
    }

    /** Returns whether Lucene could have created a file with this name. Other files must not be deleted. */
    private static boolean isOurName(String name) {
        return name.startsWith("_") || name.startsWith("segments") || name.startsWith("pending_segments");
    }
}
