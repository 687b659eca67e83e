package loom.aml.stale.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;

/**
 * The names in a repository, read once, breadth first and up to a number. Folders that tools make are passed over, and links are not
 * followed.
 */
final class ProjectTree {
    private static final Set<String> PASSED_OVER = Set.of(
            ".git",
            "node_modules",
            "target",
            "build",
            "dist",
            "out",
            ".venv",
            "venv",
            "__pycache__",
            ".next",
            ".gradle",
            ".tox",
            "coverage");

    private static final int MOST_CANDIDATES = 5;

    private final Disk disk;
    private final Path root;
    private final int limit;
    private final Map<String, List<String>> byName = new HashMap<>();
    private final Set<String> directories = new HashSet<>();
    private final Set<String> closed = new HashSet<>();
    private int entries;
    private boolean isComplete = true;

    private ProjectTree(Disk disk, Path root, int limit) {
        this.disk = disk;
        this.root = root;
        this.limit = limit;
    }

    static ProjectTree read(Disk disk, Path root, int limit) {
        ProjectTree tree = new ProjectTree(disk, root, limit);
        Deque<String> pending = new ArrayDeque<>(List.of(""));
        while (!pending.isEmpty() && tree.isComplete) {
            tree.read(pending.removeFirst(), pending);
        }
        return tree;
    }

    private void read(String directory, Deque<String> pending) {
        try {
            for (DirectoryEntry entry : disk.list(directory.isEmpty() ? root : FileName.resolve(root, directory))) {
                if (++entries > limit) {
                    isComplete = false;
                    return;
                }
                add(directory.isEmpty() ? entry.name() : directory + "/" + entry.name(), entry, pending);
            }
        } catch (IOException e) {
            // It cannot be listed, so anything may be in it.
            closed.add(directory);
        }
    }

    private void add(String path, DirectoryEntry entry, Deque<String> pending) {
        byName.computeIfAbsent(entry.name(), _ -> new ArrayList<>(1)).add(path);
        switch (entry.state().type()) {
            case DIRECTORY -> {
                directories.add(path);
                if (PASSED_OVER.contains(entry.name())) {
                    closed.add(path);
                } else {
                    pending.addLast(path);
                }
            }
            case LINK -> closed.add(path);
            case FILE, SPECIAL, MISSING -> {
                // Nothing is in it.
            }
        }
    }

    /** Returns whether all names are known, but for those in folders that are passed over. */
    boolean isComplete() {
        return isComplete;
    }

    /** Returns whether a directory on the way to a path was not looked into. */
    boolean isClosed(String path) {
        if (closed.contains("")) {
            return true;
        }
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (closed.contains(path.substring(0, slash))) {
                return true;
            }
        }
        return false;
    }

    boolean isDirectory(String path) {
        return directories.contains(path);
    }

    /** Returns the paths with a name, in the order in which they were found. */
    List<String> named(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /** Returns whether a path ends with these names. */
    boolean hasEnding(String path) {
        for (String candidate : named(path.substring(path.lastIndexOf('/') + 1))) {
            if (candidate.equals(path) || candidate.endsWith("/" + path)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a directory of a folder in which something is looked for, at any depth, has this name. */
    boolean hasDirectoryNamed(String name) {
        return named(name).stream().anyMatch(directories::contains);
    }

    /**
     * Returns the place that a missing file probably moved to: the only file of its name, the one of several that shares most
     * directories, or the file with another suffix in its directory.
     */
    Optional<String> movedTo(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        List<String> candidates = named(name).stream()
                .filter(candidate -> !directories.contains(candidate))
                .toList();
        if (candidates.size() == 1) {
            return Optional.of(candidates.getFirst());
        }
        if (!candidates.isEmpty()) {
            return candidates.size() > MOST_CANDIDATES ? Optional.empty() : nearest(candidates, path);
        }
        return withOtherSuffix(path);
    }

    private static Optional<String> nearest(List<String> candidates, String path) {
        String best = "";
        int most = 0;
        boolean isOnly = false;
        Set<String> parts = new HashSet<>(List.of(path.split("/")));
        for (String candidate : candidates) {
            int shared = 0;
            for (String part : candidate.split("/")) {
                shared += parts.contains(part) ? 1 : 0;
            }
            isOnly = shared > most || isOnly && shared < most;
            if (shared > most) {
                most = shared;
                best = candidate;
            }
        }
        return isOnly ? Optional.of(best) : Optional.empty();
    }

    private Optional<String> withOtherSuffix(String path) {
        int dot = path.lastIndexOf('.');
        if (dot <= path.lastIndexOf('/') + 1) {
            return Optional.empty();
        }
        String stem = path.substring(0, dot + 1);
        String only = "";
        for (String suffix : List.of(
                "ts", "tsx", "js", "jsx", "mjs", "cjs", "kt", "java", "py", "yml", "yaml", "toml", "mdx", "md")) {
            String candidate = stem + suffix;
            if (named(candidate.substring(candidate.lastIndexOf('/') + 1)).contains(candidate)) {
                if (!only.isEmpty()) {
                    return Optional.empty();
                }
                only = candidate;
            }
        }
        return only.isEmpty() ? Optional.empty() : Optional.of(only);
    }
}
