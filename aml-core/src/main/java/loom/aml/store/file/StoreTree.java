package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.store.Finding;
import loom.aml.store.StoreScope;

/**
 * The files and directories of a store that belong in a backup, at any depth, with known and unknown names. Excludes
 * locks, the runtime's writes in progress and aml's own files.
 *
 * @param files by path within the store
 * @param directories paths within the store
 * @param findings directories that could not be read, and the links and special files, which are excluded
 */
public record StoreTree(SortedMap<String, FileState> files, SortedSet<String> directories, List<Finding> findings) {
    private static final String LOCK = ".lock";
    private static final String IN_FLIGHT = ".tmp";
    private static final String JSON = ".json";

    /** A temporary file that is older than this is the leftover of a crash. */
    private static final Duration LONGEST_WRITE = Duration.ofHours(1);

    public StoreTree {
        files = new TreeMap<>(files);
        directories = new TreeSet<>(directories);
        findings = List.copyOf(findings);
    }

    /**
     * Returns whether a path is that of a write in progress or of a file of aml's own, which come and go while a store
     * is used.
     */
    public static boolean isTransient(String path) {
        return path.endsWith(IN_FLIGHT) || isOwn(path);
    }

    /** Returns whether a path is that of a file of aml's own, which is never part of a backup. */
    public static boolean isOwn(String path) {
        return OwnFiles.isOwn(path);
    }

    /** Reads the tree of a store in its present state. */
    public static StoreTree of(Disk disk, Path root) throws IOException {
        return of(disk, root, StoreScope.EVERYTHING);
    }

    /** Reads those files of a directory that belong to a store. */
    public static StoreTree of(Disk disk, Path root, StoreScope scope) throws IOException {
        Walk walk = new Walk(disk, root, scope);
        walk.directory("", disk.list(root));
        while (!walk.pending.isEmpty()) {
            String path = walk.pending.pop();
            walk.directory(path + "/", walk.entries(path));
        }
        return new StoreTree(walk.files, walk.directories, walk.findings);
    }

    /** One traversal, iterative since a store may be nested deeper than the stack of a thread. */
    private static final class Walk {
        private final Disk disk;
        private final Path root;
        private final StoreScope scope;
        private final Instant inFlightSince;
        private final Deque<String> pending = new ArrayDeque<>();
        private final SortedMap<String, FileState> files = new TreeMap<>();
        private final SortedSet<String> directories = new TreeSet<>();
        private final List<Finding> findings = new ArrayList<>();

        Walk(Disk disk, Path root, StoreScope scope) {
            this.scope = scope;
            this.disk = disk;
            this.root = root;
            this.inFlightSince = disk.now().minus(LONGEST_WRITE);
        }

        void directory(String prefix, List<DirectoryEntry> entries) {
            for (DirectoryEntry entry : entries) {
                String path = prefix + entry.name();
                switch (entry.state().type()) {
                    case FILE -> {
                        if (!isOwn(path) && !isInFlight(entry) && scope.hasFile(path)) {
                            files.put(path, entry.state());
                        }
                    }
                    case DIRECTORY -> {
                        if (scope.mayHaveFilesIn(path) && !isLock(path)) {
                            directories.add(path);
                            pending.push(path);
                        }
                    }
                    case LINK, SPECIAL -> {
                        if (scope.hasFile(path)) {
                            findings.add(Finding.of(
                                    Finding.Kind.LINK,
                                    path,
                                    "a symbolic link, pipe, socket or device",
                                    "not followed and not in the backup"));
                        }
                    }
                    case MISSING -> {
                        // Removed after it was listed.
                    }
                }
            }
        }

        /**
         * Returns whether a file is a write in progress, which is excluded. A leftover of a crash is included, since it
         * may be the only copy of its content.
         */
        private boolean isInFlight(DirectoryEntry entry) {
            return (entry.name().endsWith(JSON + IN_FLIGHT) || entry.name().endsWith(JSON + ".gz" + IN_FLIGHT))
                    && entry.state().modified().isAfter(inFlightSince);
        }

        /**
         * Returns whether a directory is a lock: the runtime's locks are empty directories beside the file that they
         * lock. All other directories are content.
         */
        private boolean isLock(String path) {
            if (!path.endsWith(LOCK)) {
                return false;
            }
            try {
                String locked = path.substring(0, path.length() - LOCK.length());
                boolean isOfFile = locked.endsWith(JSON)
                        || locked.endsWith(JSON + ".gz")
                        || disk.state(FileName.resolve(root, locked)).isFile();
                return isOfFile && disk.list(FileName.resolve(root, path)).isEmpty();
            } catch (IOException e) {
                return e instanceof NoSuchFileException;
            }
        }

        private List<DirectoryEntry> entries(String path) {
            try {
                return disk.list(FileName.resolve(root, path));
            } catch (IOException e) {
                findings.add(ReadErrors.finding(disk, root, path, e));
                return List.of();
            }
        }
    }
}
