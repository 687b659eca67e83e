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
 * Makes what did not stand before, as the property of somebody else where that is allowed. Only root may give things away, and
 * nobody else may give them to a group that he is no member of: what cannot be given is its maker's, which is better than not at
 * all. Not for what takes the place of a file of somebody's.
 */
public final class Ownership {
    private static final long PAUSE_MS = 50;

    private Ownership() {}

    /** Makes a new file. */
    public static FileOutput createFile(Disk disk, Path file, Access access) throws IOException {
        return give(access, given -> disk.create(file, given));
    }

    /** Makes one directory. */
    public static void createDirectory(Disk disk, Path directory, Access access) throws IOException {
        give(access, given -> {
            disk.createDirectory(directory, given);
            return directory;
        });
    }

    /**
     * Takes a lock of the operating system on a file that is made if need be.
     *
     * @param wait how long to wait for it
     * @param holder who may hold it, for the message
     * @throws StoreLockedException if somebody else keeps it for longer
     */
    public static Disk.OsLock lock(Disk disk, Path file, Access access, Duration wait, String holder)
            throws IOException {
        long began = System.nanoTime();
        while (true) {
            Optional<Disk.OsLock> lock = give(access, given -> disk.tryLock(file, given));
            if (lock.isPresent()) {
                return lock.get();
            }
            if (System.nanoTime() - began > wait.toNanos()) {
                throw new StoreLockedException(FileName.text(file), wait, holder);
            }
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for a lock");
            }
        }
    }

    /**
     * Returns the access that files of aml's own in a directory follow: that of the directory, where a group shares it with the
     * rights that its access control list gives the group, of which the mode alone shows the mask.
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

    /** A member of the group that shares a store may not give files to the owner, but to the group. */
    private static <T> T giveToGroup(Access access, Making<T> making) throws IOException {
        try {
            return making.make(access.ofMakerInGroup());
        } catch (FileAlreadyExistsException | NoSuchFileException | AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            return giveToMaker(access.ofMaker(), making);
        }
    }

    /** Where the file system keeps no access control lists, nobody gets more than the list gave. */
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
