package loom.aml.store.loom;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.io.OpenDirectory;
import loom.aml.io.Ticker;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.StoreOptions;
import loom.aml.store.file.FileLock;

/**
 * The lock of one file of a store, compatible with npm's proper-lockfile 4, which the runtime uses: the directory
 * {@code F.lock}, created in one step and removed to release the lock. The process that created it holds it.
 *
 * <p>The lock is held for milliseconds, so it is refreshed only while a large file must be read again under it, see
 * {@link #keepAlive}. Its modification time is {@link #HEAD_START} in the future. Thus a holder that is suspended, for
 * example by Ctrl-Z, keeps the lock: between the last check of the file and its replacement it could not detect the
 * loss. An abandoned lock is taken over only after its time did not change for {@code stale} by the local monotonic
 * clock, so the hosts that share a store need not agree about the time of day.
 */
final class CollectionLock implements FileLock {
    /**
     * Together with the 30 s after which the library takes a lock over, less than the 175 s for which the runtime waits
     * for a lock.
     */
    static final Duration HEAD_START = Duration.ofMinutes(2);

    /** The maximum bytes of a name that the suffix of a lock can be appended to. */
    private static final int LONGEST_NAME = 250;

    private static final long FIRST_PAUSE_MS = 2;
    private static final long LONGEST_PAUSE_MS = 200;

    private final Disk disk;
    private final Path lock;
    private final OpenDirectory directory;
    private final Ticker ticker;
    private final long pulseNanos;
    private FileState made;
    private boolean isReleased;
    private long touched;

    private CollectionLock(Disk disk, Path lock, OpenDirectory directory, StoreOptions options) throws IOException {
        this.disk = disk;
        this.lock = lock;
        this.directory = directory;
        this.made = giveHeadStart();
        this.ticker = options.ticker();
        this.pulseNanos = options.lockStale().toNanos() / 4;
        this.touched = ticker.nanos();
    }

    private FileState giveHeadStart() throws IOException {
        directory.setModified(disk.now().plus(HEAD_START));
        return directory.state();
    }

    /**
     * Takes the lock of a file.
     *
     * @param options the time to wait, and the age at which a lock counts as abandoned
     * @throws StoreLockedException if another process held it for all that time
     */
    static CollectionLock take(Disk disk, Path file, StoreOptions options) throws IOException {
        Path lock = lockOf(file);
        Ticker ticker = options.ticker();
        long began = ticker.nanos();
        long pause = FIRST_PAUSE_MS;
        FileState watched = FileState.MISSING;
        long standsStillSince = began;
        while (true) {
            long tried = ticker.nanos();
            Optional<CollectionLock> made = make(disk, lock, options);
            if (made.isPresent()) {
                return made.get();
            }
            if (ticker.nanos() - tried >= options.lockStale().toNanos() / 2) {
                // Suspended meanwhile, this process may have made a lock that it cannot recognize: watch it from the
                // beginning.
                began = ticker.nanos();
            }
            FileState now = disk.state(lock);
            long nanos = ticker.nanos();
            if (!isSame(now, watched)) {
                watched = now;
                standsStillSince = nanos;
            } else if (now.isDirectory()
                    && nanos - standsStillSince > options.lockStale().toNanos()
                    && takeOver(disk, lock)) {
                continue;
            }
            if (nanos - began > options.lockWait().toNanos()) {
                throw locked(FileName.text(lock), options.lockWait(), watched);
            }
            ticker.pause(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
        }
    }

    private static StoreLockedException locked(String lock, Duration waited, FileState state) {
        return switch (state.type()) {
            case FILE, LINK, SPECIAL ->
                StoreLockedException.ofSomethingElse(
                        lock, waited, state.type().words() + " that has been there since " + state.modified());
            default ->
                new StoreLockedException(
                        lock, waited, "another program, which last refreshed it at " + state.modified());
        };
    }

    /** Creates the lock, unless another process holds it. */
    private static Optional<CollectionLock> make(Disk disk, Path lock, StoreOptions options) throws IOException {
        long began = options.ticker().nanos();
        try {
            disk.createDirectory(lock);
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        }
        try {
            return open(disk, lock, options, began);
        } catch (NoSuchFileException e) {
            // After a long suspension another process may have taken the lock over and released it.
            return Optional.empty();
        } catch (IOException e) {
            // A lock that cannot be recognized later could never be released: release it at once.
            disk.delete(lock);
            throw e;
        }
    }

    /**
     * Opens the lock that was made. Empty if this process was suspended for so long that the lock may belong to another
     * process.
     */
    private static Optional<CollectionLock> open(Disk disk, Path lock, StoreOptions options, long began)
            throws IOException {
        OpenDirectory directory = disk.openDirectory(lock);
        boolean isKept = false;
        try {
            if (options.ticker().nanos() - began >= options.lockStale().toNanos() / 2) {
                // Wait for it instead.
                return Optional.empty();
            }
            CollectionLock made = new CollectionLock(disk, lock, directory, options);
            isKept = true;
            return Optional.of(made);
        } finally {
            if (!isKept) {
                directory.close();
            }
        }
    }

    /** Returns the lock of a file. A write in progress, {@code F.tmp}, is guarded by the lock of {@code F}. */
    static Path lockOf(Path file) {
        String name = FileName.last(file);
        String guarded = name.endsWith(".tmp") ? name.substring(0, name.length() - 4) : name;
        // A longer name leaves no space for the suffix, so no other program can lock the file by its name.
        boolean isLong = guarded.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME;
        return FileName.beside(file, (isLong ? ".aml-" + Integer.toHexString(guarded.hashCode()) : guarded) + ".lock");
    }

    static boolean isSame(FileState one, FileState other) {
        return Objects.equals(one.key(), other.key()) && one.modified().equals(other.modified());
    }

    /**
     * Removes an abandoned lock, which must be a directory, and returns whether it is gone. A directory that contains a
     * file cannot be taken over, neither by aml nor by the library. A file with the name of a lock does not come from
     * the library and may be important.
     */
    static boolean takeOver(Disk disk, Path lock) throws IOException {
        try {
            disk.delete(lock);
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    /**
     * Returns whether the lock is still the one that this object made. After a long suspension another process may have
     * taken it over.
     */
    @Override
    public boolean isOurs() throws IOException {
        FileState now = disk.state(lock);
        // The time as well: a file system may reuse the inode number of the removed directory.
        return now.isDirectory() && isSame(now, made);
    }

    /**
     * Refreshes the lock if necessary, so that waiting programs know that the holder is alive. To be called regularly
     * during long work.
     */
    @Override
    public void keepAlive() throws IOException {
        if (ticker.nanos() - touched > pulseNanos && isOurs()) {
            touched = ticker.nanos();
            made = giveHeadStart();
        }
    }

    /**
     * Releases the lock if it is still held by this object.
     *
     * @return whether it was held
     */
    @Override
    public boolean release() throws IOException {
        isReleased = true;
        // As long as the directory is open, no other one can have its inode number.
        try (directory) {
            boolean isOurs = isOurs();
            if (isOurs) {
                disk.delete(lock);
            }
            return isOurs;
        }
    }

    /** Releases the lock unless it was released or lost before. */
    @Override
    public void close() throws IOException {
        if (!isReleased) {
            release();
        }
    }
}
