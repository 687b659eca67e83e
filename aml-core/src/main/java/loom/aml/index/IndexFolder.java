package loom.aml.index;

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

    /** A note of a million files is not larger. */
    private static final long LARGEST_NOTE = 512_000_000;

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
                Ownership.ofDirectory(disk, folder.path()).ownFile(),
                wait,
                "another process that brings the index up to date");
    }

    /** What is written down of the index; nothing if nothing is, or if it cannot be read. */
    Optional<IndexStateFile> note() {
        try {
            return Optional.of(
                    IndexStateFile.parse(SmallFile.read(disk, folder.path().resolve(NOTE), LARGEST_NOTE)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes down how the index stands, only with the lock. The index is as good without it: whoever does not find the note takes
     * the index for missing, and the next update writes another.
     */
    void note(IndexStateFile note) {
        try {
            write(note);
        } catch (IOException e) {
            // See above.
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

    /** Removes the index, but not the folder. Only with the lock. */
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

    /** Gives a directory that somebody made here another name: what is in it is not ours to remove. */
    private void setAside(String name) throws IOException {
        Path aside = FileName.resolve(folder.path(), "." + name + ".aside");
        for (int i = 1; !disk.state(aside).isMissing(); i++) {
            aside = FileName.resolve(folder.path(), "." + name + ".aside-" + i);
        }
        disk.rename(FileName.resolve(folder.path(), name), aside);
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
        return entry.state().isFile() && isOurName(entry.name());
    }

    /** As Lucene names its files; whatever else lies here is not ours to remove. */
    private static boolean isOurName(String name) {
        return name.startsWith("_") || name.startsWith("segments") || name.startsWith("pending_segments");
    }
}
