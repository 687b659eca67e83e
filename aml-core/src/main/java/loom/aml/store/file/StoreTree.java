package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * Every file and directory of a store that is worth keeping, of known names and unknown ones, however deep; not locks, writes in
 * flight and our own files.
 *
 * @param files by path within the store
 * @param directories paths within the store
 * @param findings what could not be seen, and the links and special files, which are not part of it
 */
public record StoreTree(SortedMap<String, FileState> files, SortedSet<String> directories, List<Finding> findings) {
    private static final String LOCK = ".lock";
    private static final String IN_FLIGHT = ".tmp";

    public StoreTree {
        files = new TreeMap<>(files);
        directories = new TreeSet<>(directories);
        findings = List.copyOf(findings);
    }

    /** Whether a file is one that comes and goes while others are written, or one of ours. */
    public static boolean isTransient(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.endsWith(IN_FLIGHT) || name.equals(MaintenanceLock.NAME) || OwnFiles.isTransient(name);
    }

    /** Looks at a store as it is now. */
    public static StoreTree of(Disk disk, Path root) throws IOException {
        StoreTree tree = new StoreTree(new TreeMap<>(), new TreeSet<>(), List.of());
        List<Finding> findings = new ArrayList<>();
        tree.walk(disk, root, "", disk.list(root), findings);
        return new StoreTree(tree.files, tree.directories, findings);
    }

    private void walk(Disk disk, Path root, String prefix, List<DirectoryEntry> entries, List<Finding> findings) {
        for (DirectoryEntry entry : entries) {
            String path = prefix + entry.name();
            switch (entry.state().type()) {
                case FILE -> {
                    if (!isTransient(path)) {
                        files.put(path, entry.state());
                    }
                }
                case DIRECTORY -> {
                    if (!entry.name().endsWith(LOCK)) {
                        directories.add(path);
                        walk(disk, root, path + "/", entries(disk, root, path, findings), findings);
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

    private static List<DirectoryEntry> entries(Disk disk, Path root, String path, List<Finding> findings) {
        try {
            return disk.list(FileName.resolve(root, path));
        } catch (IOException e) {
            findings.add(Unreadable.finding(disk, root, path, e));
            return List.of();
        }
    }
}
