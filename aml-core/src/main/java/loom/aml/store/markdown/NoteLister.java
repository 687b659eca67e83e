package loom.aml.store.markdown;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileVersion;
import loom.aml.store.Finding;
import loom.aml.store.StoreListing;
import loom.aml.store.StoreScope;
import loom.aml.store.Version;
import loom.aml.store.file.OwnFiles;
import loom.aml.store.file.ReadErrors;

/**
 * Lists a folder of notes, at any depth. Symbolic links are listed and never followed. Folders whose name begins with a dot
 * hold no memories, nor does a log of activities.
 */
final class NoteLister {
    private static final String LOGS = "logs";
    private static final String LOCK = ".consolidate-lock";

    private final Disk disk;
    private final Path root;
    private final NoteFolder folder;
    private final SortedSet<String> agents = new TreeSet<>();
    private final SortedMap<CollectionFile, Version> collections = new TreeMap<>();
    private final SortedMap<String, Version> otherFiles = new TreeMap<>();
    private final SortedMap<String, Version> locks = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Deque<String> pending = new ArrayDeque<>();

    private NoteLister(Disk disk, Path root, NoteFolder folder) {
        this.disk = disk;
        this.root = root;
        this.folder = folder;
    }

    static StoreListing list(Disk disk, Path root, NoteFolder folder) throws IOException {
        NoteLister lister = new NoteLister(disk, root, folder);
        // Those of the top: if it cannot be listed, nothing is known.
        lister.directory("", disk.list(root));
        while (!lister.pending.isEmpty()) {
            String path = lister.pending.pop();
            lister.directory(path + "/", lister.entries(path));
        }
        return new StoreListing(lister.agents, lister.collections, lister.otherFiles, lister.locks, lister.findings);
    }

    private List<DirectoryEntry> entries(String directory) {
        try {
            return disk.list(FileName.resolve(root, directory));
        } catch (IOException e) {
            findings.add(ReadErrors.finding(disk, root, directory, e));
            return List.of();
        }
    }

    private void directory(String prefix, List<DirectoryEntry> entries) {
        for (DirectoryEntry entry : entries) {
            String path = prefix + entry.name();
            if (OwnFiles.isOwn(path)) {
                continue;
            }
            switch (entry.state().type()) {
                case FILE -> file(path, entry);
                case DIRECTORY -> {
                    if (isListed(path, entry.name())) {
                        pending.push(path);
                    }
                }
                case LINK, SPECIAL -> {
                    if (CollectionFile.ofNotes(path).isPresent()
                            && folder.scope().hasFile(path)) {
                        findings.add(Finding.of(
                                Finding.Kind.LINK,
                                path,
                                "a symbolic link, pipe, socket or device",
                                "not followed; to maintain what it leads to, run aml on the store that holds it"));
                    }
                }
                case MISSING -> {
                    // Removed after it was listed.
                }
            }
        }
    }

    private boolean isListed(String path, String name) {
        StoreScope scope = folder.scope();
        return scope == StoreScope.EVERYTHING ? !name.startsWith(".") && !isLog(path) : scope.mayHaveFilesIn(path);
    }

    private boolean isLog(String path) {
        return folder == NoteFolder.CLAUDE && path.equals(LOGS);
    }

    private void file(String path, DirectoryEntry entry) {
        if (!folder.scope().hasFile(path)) {
            return;
        }
        if (path.equals(LOCK)) {
            locks.put(path, new FileVersion(entry.state()));
            return;
        }
        Optional<CollectionFile> collection =
                !path.endsWith(".jsonl") && !entry.name().startsWith(".")
                        ? CollectionFile.ofNotes(path)
                        : Optional.empty();
        if (collection.isPresent()) {
            CollectionFile file = folder.isIndexed() ? collection.get() : asNote(collection.get());
            agents.add(file.agent());
            collections.put(file, new FileVersion(entry.state()));
        } else {
            otherFiles.put(path, new FileVersion(entry.state()));
        }
    }

    /** Without an index, a file with the name of one is a memory like others. */
    private static CollectionFile asNote(CollectionFile file) {
        return new CollectionFile(file.agent(), ItemKind.NOTE, file.path());
    }
}
