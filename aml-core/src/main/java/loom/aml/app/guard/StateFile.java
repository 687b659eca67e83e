package loom.aml.app.guard;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileOutput;
import loom.aml.io.FileTooLargeException;
import loom.aml.io.SmallFile;
import loom.aml.storage.Ownership;
import loom.aml.storage.PrivateFolder;

/** The file with the guard's knowledge about a store, in the private folder beside it. One process at a time changes it. */
final class StateFile {
    private static final String NAME = "guard";
    private static final long LARGEST = 64_000_000;
    private static final int COPY_DIGITS = 32;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Disk disk;
    private final PrivateFolder folder;
    private final Path file;

    /** @param store the real path of the store */
    StateFile(Disk disk, Path store) {
        this.disk = disk;
        this.folder = PrivateFolder.ofState(disk, store, NAME);
        this.file = folder.path().resolve("state");
    }

    /** Returns the stored state; empty if absent. */
    byte[] read() throws IOException {
        try {
            return SmallFile.read(disk, file, LARGEST);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    /** Returns a copy of a content; empty if absent. */
    Optional<byte[]> copy(GuardState.Content content) throws IOException {
        try {
            byte[] copy = SmallFile.read(disk, copyOf(content), content.size());
            return copy.length == content.size() ? Optional.of(copy) : Optional.empty();
        } catch (NoSuchFileException | FileTooLargeException e) {
            return Optional.empty();
        }
    }

    /** Opens a copy of a content; empty if absent. */
    Optional<FileInput> openCopy(GuardState.Content content) throws IOException {
        Path copy = copyOf(content);
        return disk.state(copy).size() == content.size() && disk.state(copy).isFile()
                ? Optional.of(disk.open(copy))
                : Optional.empty();
    }

    /** Keeps a copy of a content, so that the next change of the file need not be compared with a snapshot. */
    void keep(GuardState.Content content, byte[] text) throws IOException {
        if (disk.state(copyOf(content)).isMissing()) {
            write(copyOf(content), text);
        }
    }

    /** Removes a copy. */
    void drop(GuardState.Content content) throws IOException {
        if (!disk.state(copyOf(content)).isMissing()) {
            disk.delete(copyOf(content));
        }
    }

    private Path copyOf(GuardState.Content content) {
        return folder.path().resolve("copy-" + content.sha256().substring(0, COPY_DIGITS));
    }

    /** Waits until no other process changes the state; empty if that takes longer. */
    Optional<Disk.OsLock> lock(Duration wait) throws IOException {
        folder.prepare();
        Access access = Ownership.ofDirectory(disk, folder.path()).ownFile();
        long end = System.nanoTime() + wait.toNanos();
        Optional<Disk.OsLock> lock = disk.tryLock(folder.path().resolve("lock"), access);
        while (lock.isEmpty() && System.nanoTime() < end) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            lock = disk.tryLock(folder.path().resolve("lock"), access);
        }
        return lock;
    }

    /** Replaces the state. It is not synced, since it can be lost. */
    void write(byte[] content) throws IOException {
        write(file, content);
    }

    private void write(Path target, byte[] content) throws IOException {
        Path part = folder.path().resolve("state.part");
        if (!disk.state(part).isMissing()) {
            disk.delete(part);
        }
        try (FileOutput out = folder.create(part)) {
            out.write(content, 0, content.length);
        }
        disk.rename(part, target);
    }
}
