package loom.aml.store.loom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.store.AgentNames;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileVersion;
import loom.aml.store.Finding;
import loom.aml.store.StoreListing;
import loom.aml.store.Version;
import loom.aml.store.file.OwnFiles;
import loom.aml.store.file.ReadErrors;

/**
 * Lists the content of a store. Symbolic links are listed and never followed: the target belongs to another store, or
 * to this one a second time, and a write would replace the link by a file.
 */
final class StoreLister {
    private static final String LOCK = ".lock";
    private static final String IN_FLIGHT = ".tmp";

    private final Disk disk;
    private final Path root;
    private final SortedSet<String> agents = new TreeSet<>();
    private final SortedMap<CollectionFile, Version> collections = new TreeMap<>();
    private final SortedMap<String, Version> otherFiles = new TreeMap<>();
    private final SortedMap<String, Version> locks = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private StoreLister(Disk disk, Path root) {
        this.disk = disk;
        this.root = root;
    }

    static StoreListing list(Disk disk, Path root) throws IOException {
        StoreLister lister = new StoreLister(disk, root);
        for (DirectoryEntry entry : disk.list(root)) {
            lister.topLevel(entry);
        }
        return new StoreListing(lister.agents, lister.collections, lister.otherFiles, lister.locks, lister.findings);
    }

    private void topLevel(DirectoryEntry entry) {
        if (entry.state().isFile() && entry.name().endsWith(IN_FLIGHT)) {
            otherFiles.put(entry.name(), new FileVersion(entry.state()));
        }
        if (AgentNames.RESERVED.contains(entry.name()) && entry.state().isDirectory()) {
            reserved(entry.name());
        }
        if (!AgentNames.isValid(entry.name())) {
            return;
        }
        switch (entry.state().type()) {
            case DIRECTORY -> agent(entry.name());
            case LINK -> link(entry.name());
            default -> {
                // config.json and other files beside the agents are not memory.
            }
        }
    }

    /**
     * Lists a reserved directory. The runtime writes its other files in the same way, so a crash may leave the same
     * leftovers there.
     */
    private void reserved(String directory) {
        for (DirectoryEntry entry : entries(directory)) {
            if (entry.state().isFile() && entry.name().endsWith(IN_FLIGHT)) {
                otherFiles.put(directory + "/" + entry.name(), new FileVersion(entry.state()));
            } else if (isOddLock(entry)) {
                oddLock(directory + "/" + entry.name(), entry.state());
            } else if (entry.state().isDirectory() && entry.name().endsWith(LOCK)) {
                locks.put(directory + "/" + entry.name(), new FileVersion(entry.state()));
            }
        }
    }

    private void agent(String agent) {
        agents.add(agent);
        for (DirectoryEntry entry : entries(agent)) {
            inAgent(agent, entry);
        }
    }

    /** Returns the entries of a directory of the store; empty, with a finding, if it cannot be read. */
    private List<DirectoryEntry> entries(String directory) {
        try {
            return disk.list(FileName.resolve(root, directory));
        } catch (IOException e) {
            findings.add(ReadErrors.finding(disk, root, directory, e));
            return List.of();
        }
    }

    private void inAgent(String agent, DirectoryEntry entry) {
        if (OwnFiles.isTransient(entry.name())) {
            return;
        }
        String path = agent + "/" + entry.name();
        Optional<CollectionFile> collection = CollectionFile.of(agent, entry.name());
        if (isOddLock(entry) && CollectionFile.of(agent, guarded(entry.name())).isPresent()) {
            oddLock(path, entry.state());
        }
        switch (entry.state().type()) {
            case FILE -> {
                if (collection.isPresent()) {
                    collections.put(collection.get(), new FileVersion(entry.state()));
                } else {
                    otherFiles.put(path, new FileVersion(entry.state()));
                }
            }
            case DIRECTORY -> {
                if (entry.name().endsWith(LOCK)) {
                    locks.put(path, new FileVersion(entry.state()));
                } else if (collection.isPresent()) {
                    findings.add(Finding.of(
                            Finding.Kind.LINK, path, "a directory with the name of a collection file", "left alone"));
                }
            }
            case LINK -> {
                if (collection.isPresent()) {
                    link(path);
                }
            }
            case SPECIAL -> {
                if (collection.isPresent()) {
                    findings.add(Finding.of(
                            Finding.Kind.LINK, path, "a pipe, socket or device, not a regular file", "left alone"));
                }
            }
            case MISSING -> {
                // Removed after it was listed.
            }
        }
    }

    private static String guarded(String lock) {
        return lock.substring(0, lock.length() - LOCK.length());
    }

    private static boolean isOddLock(DirectoryEntry entry) {
        FileState.Type type = entry.state().type();
        return entry.name().endsWith(LOCK)
                && (type == FileState.Type.FILE || type == FileState.Type.LINK || type == FileState.Type.SPECIAL);
    }

    /**
     * Reports a lock that is not a directory, as those of runtimes are. Another program left it, and neither runtimes
     * nor aml can take it over.
     */
    private void oddLock(String path, FileState state) {
        findings.add(Finding.of(
                Finding.Kind.LINK,
                path,
                state.type().words() + " since " + state.modified() + " in place of a lock: it blocks every change of "
                        + guarded(path),
                "runtimes do not make such locks, so nothing releases it; remove it if no other program uses it"));
    }

    private void link(String path) {
        String where;
        try {
            Path target = disk.realPath(FileName.resolve(root, path));
            where = target.startsWith(root) ? "within the store" : "out of the store, to " + target;
        } catch (IOException e) {
            where = "nowhere";
        }
        findings.add(Finding.of(
                        Finding.Kind.LINK,
                        path,
                        "a symbolic link that leads " + where,
                        "not followed; to maintain what it leads to, run aml on the store that holds it")
                .about(where));
    }
}
