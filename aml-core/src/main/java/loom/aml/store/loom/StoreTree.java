package loom.aml.store.loom;

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

/**
 * Every file and directory of a store that is worth keeping, of known names and unknown ones, however deep; not locks, the
 * runtime's writes in flight and our own files.
 *
 * @param files by path within the store
 * @param directories paths within the store
 * @param findings what could not be seen, and the links and special files, which are not part of it
 */
public record StoreTree(SortedMap<String, FileState> files, SortedSet<String> directories, List<Finding> findings) {
    private static final String LOCK = ".lock";
    private static final String IN_FLIGHT = ".tmp";
    private static final String JSON = ".json";

    /** A temporary file that is older than this was left over by a crash. */
    private static final Duration LONGEST_WRITE = Duration.ofHours(1);

    public StoreTree {
        files = new TreeMap<>(files);
        directories = new TreeSet<>(directories);
        findings = List.copyOf(findings);
    }

    /** Whether a path is that of a write in flight, or of a file of ours: of what comes and goes while a store is used. */
    public static boolean isTransient(String path) {
        return path.endsWith(IN_FLIGHT) || isOwn(path);
    }

    /** Whether a path is that of a file of ours, which is never part of a backup. */
    public static boolean isOwn(String path) {
        return OwnFiles.isOwn(path);
    }

    /** Looks at a store as it is now. */
    public static StoreTree of(Disk disk, Path root) throws IOException {
        Walk walk = new Walk(disk, root);
        walk.directory("", disk.list(root));
        while (!walk.pending.isEmpty()) {
            String path = walk.pending.pop();
            walk.directory(path + "/", walk.entries(path));
        }
        return new StoreTree(walk.files, walk.directories, walk.findings);
    }

    /** One look, directory by directory: a store may be nested deeper than the stack of a thread. */
    private static final class Walk {
        private final Disk disk;
        private final Path root;
        private final Instant inFlightSince;
        private final Deque<String> pending = new ArrayDeque<>();
        private final SortedMap<String, FileState> files = new TreeMap<>();
        private final SortedSet<String> directories = new TreeSet<>();
        private final List<Finding> findings = new ArrayList<>();

        Walk(Disk disk, Path root) {
            this.disk = disk;
            this.root = root;
            this.inFlightSince = disk.now().minus(LONGEST_WRITE);
        }

        void directory(String prefix, List<DirectoryEntry> entries) {
            for (DirectoryEntry entry : entries) {
                String path = prefix + entry.name();
                switch (entry.state().type()) {
                    case FILE -> {
                        if (!isOwn(path) && !isInFlight(entry)) {
                            files.put(path, entry.state());
                        }
                    }
                    case DIRECTORY -> {
                        if (!isLock(path)) {
                            directories.add(path);
                            pending.push(path);
                        }
                    }
                    case LINK, SPECIAL ->
                        findings.add(Finding.of(
                                Finding.Kind.LINK,
                                path,
                                "a symbolic link, pipe, socket or device",
                                "not followed and not in the backup"));
                    case MISSING -> {
                        // Gone between the listing and the look.
                    }
                }
            }
        }

        /** A write in flight is left out; one that was left over by a crash may be the only copy of what it holds. */
        private boolean isInFlight(DirectoryEntry entry) {
            return (entry.name().endsWith(JSON + IN_FLIGHT) || entry.name().endsWith(JSON + ".gz" + IN_FLIGHT))
                    && entry.state().modified().isAfter(inFlightSince);
        }

        /** The runtime's locks are empty directories beside the file that they lock. All other directories are content. */
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
