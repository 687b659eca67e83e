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

/**
 * The lock of one file of a store, as npm's proper-lockfile 4 keeps it and the runtime respects it: the directory {@code
 * F.lock}, made in one step, held by whoever made it, removed to set it free.
 *
 * <p>We hold it for milliseconds, so we never need to keep it alive the way the library does, unless a large file must be read
 * again under it, see {@link #keepAlive}. Its time lies {@link #HEAD_START} ahead: whoever is stopped while he holds it, by Ctrl-Z
 * say, keeps it, for between the last look at a file and its replacement he could not tell that he had lost it. A lock that others left behind is taken over only after its time stood still for {@code stale} on our own
 * monotonic clock: the hosts that share a store need not agree about the time of day.
 */
final class CollectionLock implements AutoCloseable {
    /** With the 30 s after which the library takes a lock over, less than the 175 s for which the runtime waits for one. */
    static final Duration HEAD_START = Duration.ofMinutes(2);

    /** Bytes of the longest name that can be followed by the suffix of a lock. */
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
     * @param options say how long to wait, and when a lock counts as left behind
     * @throws StoreLockedException if somebody else held it for all the time
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
                // Stopped meanwhile, we may have made a lock that we cannot know again: it must be seen standing still.
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
            default -> new StoreLockedException(lock, waited, "another program, last sign of life " + state.modified());
        };
    }

    /** The lock, if nobody holds it. */
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
            // Stopped for long, we lost it to somebody who has set it free since.
            return Optional.empty();
        } catch (IOException e) {
            // One that we cannot recognise again would never be set free: it is at once.
            disk.delete(lock);
            throw e;
        }
    }

    /** The lock that was made, unless we were stopped for so long since that it may be the one of whoever took ours over. */
    private static Optional<CollectionLock> open(Disk disk, Path lock, StoreOptions options, long began)
            throws IOException {
        OpenDirectory directory = disk.openDirectory(lock);
        boolean isKept = false;
        try {
            if (options.ticker().nanos() - began >= options.lockStale().toNanos() / 2) {
                // Better to wait for it.
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

    /** The lock of a file. A write in flight, {@code F.tmp}, is guarded by the lock of {@code F}. */
    static Path lockOf(Path file) {
        String name = FileName.last(file);
        String guarded = name.endsWith(".tmp") ? name.substring(0, name.length() - 4) : name;
        // A longer name leaves no room for the suffix, so that nobody else can lock the file by its name.
        boolean isLong = guarded.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME;
        return FileName.beside(file, (isLong ? ".aml-" + Integer.toHexString(guarded.hashCode()) : guarded) + ".lock");
    }

    static boolean isSame(FileState one, FileState other) {
        return Objects.equals(one.key(), other.key()) && one.modified().equals(other.modified());
    }

    /**
     * Whether the lock, a directory, is out of the way. One with a file in it cannot be taken over, by us or by the library; a
     * file of that name is no lock of the library's, and may be of use to somebody.
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

    /** Whether the lock is still the one that we made; it is not once we were stopped for so long that others took it. */
    boolean isOurs() throws IOException {
        FileState now = disk.state(lock);
        // The time as well: a file system may give the next directory the number of the one that was removed.
        return now.isDirectory() && isSame(now, made);
    }

    /** Tells waiting programs that the holder is alive, as often as it must be said; to be called all along a long piece of work. */
    void keepAlive() throws IOException {
        if (ticker.nanos() - touched > pulseNanos && isOurs()) {
            touched = ticker.nanos();
            made = giveHeadStart();
        }
    }

    /**
     * Sets the lock free if it is still ours.
     *
     * @return whether it was
     */
    boolean release() throws IOException {
        isReleased = true;
        // As long as ours is open no other can have its number.
        try (directory) {
            boolean isOurs = isOurs();
            if (isOurs) {
                disk.delete(lock);
            }
            return isOurs;
        }
    }

    /** Sets the lock free if that was not done, and it is still ours. */
    @Override
    public void close() throws IOException {
        if (!isReleased) {
            release();
        }
    }
}
