package loom.aml.store.graph;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import loom.aml.io.Checksum;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.storage.Ownership;
import loom.aml.storage.PrivateFolder;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreOptions;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import org.jspecify.annotations.Nullable;

/** A memory file with the store that changes it and the records of its runs. Thread-safe. */
final class GraphPlace {
    private static final int MOST_LINKS = 40;
    private static final String TURN = ".commit-turn";
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(8);

    private final Disk disk;
    private final Path path;
    private final StoreOptions options;
    private final GraphLayout layout;
    private final GraphFile file;
    private final LogFolder logs;

    /** @param path the real path of the file, which need not exist */
    GraphPlace(Disk disk, Path path, StoreOptions options) {
        this.disk = disk;
        this.path = path;
        this.options = options;
        // The text shows if another program is writing it, and is read as soon as it is complete.
        this.layout = new GraphLayout(FileName.last(path), Duration.ZERO);
        this.file = new GraphFile(disk, path, options.ticker(), this::isLeft);
        this.logs = new LogFolder(disk, path);
    }

    /**
     * Returns the real path of a file, which may be a symbolic link and need not exist.
     *
     * @throws NoSuchFileException if its directory does not exist; the disk may not be mounted, so the file does not count
     *     as missing
     */
    static Path resolve(Disk disk, Path path) throws IOException {
        Path next = path.toAbsolutePath().normalize();
        for (int links = 0; links <= MOST_LINKS; links++) {
            try {
                return disk.realPath(next);
            } catch (NoSuchFileException e) {
                Path directory = directory(disk, next);
                Path file = FileName.resolve(directory, FileName.last(next));
                if (disk.state(file).type() != FileState.Type.LINK) {
                    return file;
                }
                next = directory.resolve(disk.linkTarget(file)).normalize();
            }
        }
        throw new FileSystemException(path.toString(), null, "too many levels of symbolic links");
    }

    private static Path directory(Disk disk, Path file) throws IOException {
        Path directory = directoryOf(file);
        try {
            return disk.realPath(directory);
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(
                    FileName.text(file), null, "its directory does not exist; create it, or mount its disk");
        }
    }

    /** Returns the directory of a file. */
    static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "a file is in a directory");
    }

    GraphFile file() {
        return file;
    }

    /**
     * Opens the store for changes.
     *
     * @throws loom.aml.storage.StoreLockedException if another process holds it for too long
     */
    MemoryStore open() throws IOException {
        PrivateFolder folder = PrivateFolder.beside(disk, path);
        folder.prepare();
        // The process that has the turn opens the store next. Otherwise a busy process would take its lock again and
        // again,
        // since the others only look at it now and then.
        try (var _ = Ownership.lock(
                disk,
                folder.path().resolve(TURN),
                Ownership.ofDirectory(disk, folder.path()).ownFile(),
                options.lockWait(),
                LONGEST_PAUSE,
                "another process of aml")) {
            return FileMemoryStore.open(disk, directoryOf(path), options, layout, options.lockWait());
        }
    }

    /** Settles what a crash interrupted. */
    void settle() throws IOException {
        try (MemoryStore store = FileMemoryStore.openReadOnly(disk, directoryOf(path), options, layout)) {
            if (store.recovered().isEmpty()) {
                return;
            }
        }
        open().close();
    }

    /** Returns the ids of the runs that changed the file, in their order. */
    List<String> runs() throws IOException {
        List<String> runs = new ArrayList<>();
        for (String run : logs.runs()) {
            if (!logs.read(run).commits().isEmpty()) {
                runs.add(run);
            }
        }
        return runs;
    }

    boolean hasRecord(String run) throws IOException {
        return logs.runs().contains(run);
    }

    /** Reads the record of a run. */
    RunRecord read(String run) throws IOException {
        return logs.read(run);
    }

    /** Returns the run that undid another one, and was not undone itself; null if absent. */
    @Nullable
    String undoOf(String run) throws IOException {
        for (String other : logs.runs().reversed()) {
            if (other.equals(run)) {
                return null;
            }
            boolean isUndo = logs.mentions(other, "\"undoes\":\"" + run + '"')
                    && !logs.read(other).commits().isEmpty();
            if (isUndo && undoOf(other) == null) {
                return other;
            }
        }
        return null;
    }

    /** Returns whether the latest run that changed the file left a content. */
    private boolean isLeft(Checksum.Content content) throws IOException {
        for (String run : logs.runs().reversed()) {
            List<Commit> commits = logs.read(run).commits();
            if (!commits.isEmpty()) {
                return commits.getLast().left().equals(Optional.of(content));
            }
        }
        return false;
    }
}
