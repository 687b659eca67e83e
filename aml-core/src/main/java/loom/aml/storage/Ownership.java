package loom.aml.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileOutput;

/**
 * Creates files and directories for another owner where that is permitted. Only root may change the owner, and other
 * users may set only a group that they belong to. If the owner cannot be set, the file belongs to the user who creates
 * it, which is better than failing. Not for replacing files of other users.
 */
public final class Ownership {
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(16);

    private Ownership() {}

    /** Creates a file. */
    public static FileOutput createFile(Disk disk, Path file, Access access) throws IOException {
        return give(access, given -> disk.create(file, given));
    }

    /** Creates one directory. */
    public static void createDirectory(Disk disk, Path directory, Access access) throws IOException {
        give(access, given -> {
            disk.createDirectory(directory, given);
            return directory;
        });
    }

    /**
     * Creates the file that will replace another one, with the owner, mode and attributes of the present file, which must
     * not change. If that does not exist, it gets the access of a directory.
     *
     * @param directory the directory that a new file belongs to
     */
    public static FileOutput createReplacement(Disk disk, Path file, Path present, Path directory) throws IOException {
        if (!disk.state(present).isMissing()) {
            return disk.create(file, disk.wholeAccess(present));
        }
        return createFile(disk, file, disk.wholeAccess(directory).withoutExecution());
    }

    /**
     * Takes an operating system lock on a file, which is created if necessary.
     *
     * @param wait the time to wait for it
     * @param holder the possible holder, for the message
     * @throws StoreLockedException if another process holds it for longer
     */
    public static Disk.OsLock lock(Disk disk, Path file, Access access, Duration wait, String holder)
            throws IOException {
        return lock(disk, file, access, wait, LONGEST_PAUSE, holder);
    }

    /**
     * Takes an operating system lock on a file, which is created if necessary.
     *
     * @param wait the time to wait for it
     * @param longestPause the longest time between two attempts; the first ones are closer together
     * @param holder the possible holder, for the message
     * @throws StoreLockedException if another process holds it for longer
     */
    public static Disk.OsLock lock(
            Disk disk, Path file, Access access, Duration wait, Duration longestPause, String holder)
            throws IOException {
        long began = System.nanoTime();
        for (long pause = 1; ; pause = Math.min(2 * pause, longestPause.toMillis())) {
            Optional<Disk.OsLock> lock = give(access, given -> disk.tryLock(file, given));
            if (lock.isPresent()) {
                return lock.get();
            }
            if (System.nanoTime() - began > wait.toNanos()) {
                throw new StoreLockedException(FileName.text(file), wait, holder);
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for a lock");
            }
        }
    }

    /**
     * Returns the access for aml's own files in a directory. It is that of the directory. If a group shares the
     * directory, the group gets the rights of the access control list, since the mode shows only the mask of the list.
     */
    public static Access ofDirectory(Disk disk, Path directory) throws IOException {
        Access access = disk.access(directory);
        return access.isShared() ? disk.wholeAccess(directory).withoutAttributes() : access;
    }

    private interface Making<T> {
        T make(Access access) throws IOException;
    }

    private static <T> T give(Access access, Making<T> making) throws IOException {
        try {
            return making.make(access);
        } catch (FileAlreadyExistsException | NoSuchFileException | AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            return access.owner() != null && access.group() != null
                    ? giveToGroup(access, making)
                    : giveToMaker(access.ofMaker(), making);
        }
    }

    /** Sets only the group: a member of the group that shares a store may not give files to the owner. */
    private static <T> T giveToGroup(Access access, Making<T> making) throws IOException {
        try {
            return making.make(access.ofMakerInGroup());
        } catch (FileAlreadyExistsException | NoSuchFileException | AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            return giveToMaker(access.ofMaker(), making);
        }
    }

    /**
     * Keeps the creator as owner. If the file system does not support access control lists, nobody gets more rights
     * than the list granted.
     */
    private static <T> T giveToMaker(Access access, Making<T> making) throws IOException {
        SortedMap<String, String> attributes = access.attributes();
        if (attributes == null || attributes.isEmpty()) {
            return making.make(access);
        }
        try {
            return making.make(access);
        } catch (FileAlreadyExistsException | NoSuchFileException | AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            return making.make(access.withoutAttributes());
        }
    }
}
