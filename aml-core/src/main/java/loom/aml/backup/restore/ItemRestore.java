package loom.aml.backup.restore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.io.Access;
import loom.aml.io.DamagedException;
import loom.aml.io.FileState;
import loom.aml.io.GzipLimits;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import loom.aml.store.FileVersion;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreChange;

/**
 * Plans the restore of single items: an existing item is replaced in its place, a missing one is appended to its collection.
 * Nothing else changes.
 */
public final class ItemRestore {
    private ItemRestore() {}

    /**
     * Plans the restore.
     *
     * @param ids the ids of the items
     * @param agents the agents whose items are searched; all if empty
     * @throws IOException if the snapshot contains none of them
     */
    public static RestorePlan plan(
            MemoryStore store, Repository repository, Manifest manifest, Set<String> ids, Set<String> agents)
            throws IOException {
        RestoreSelection selection = new RestoreSelection(agents, false);
        List<StoreChange> changes = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        Set<String> missing = new TreeSet<>(ids);
        FileChange.Difference sum = FileChange.Difference.NONE;
        for (FileEntry file : manifest.files()) {
            if (file.items().isEmpty() || !selection.includes(file.path())) {
                continue;
            }
            Optional<CollectionFile> collectionThen = CollectionFile.ofRuntime(file.path());
            if (collectionThen.isEmpty()) {
                if (missing.remove(idOfNote(file))) {
                    FileRestore.Planned note = restoreOf(store, repository, manifest, file);
                    changes.addAll(note.changes());
                    findings.addAll(note.findings());
                    sum = sum.plus(note.difference());
                }
                continue;
            }
            Map<String, byte[]> found = new LinkedHashMap<>();
            SnapshotFile source = new SnapshotFile(repository, manifest, file);
            try {
                collect(source, ids, found);
            } catch (DamagedException e) {
                findings.add(DamageReport.file(file, e.what()));
                continue;
            }
            missing.removeAll(found.keySet());
            if (!found.isEmpty()) {
                CollectionFile collection = placeNow(store, manifest, collectionThen.get());
                FileState now = state(store, collection);
                ItemMerge merge = new ItemMerge(store, collection, now, file.gzip(), found);
                try {
                    FileChange.Difference difference = merge.difference();
                    sum = sum.plus(difference);
                    if (!difference.equals(FileChange.Difference.NONE)) {
                        Access access = now.isMissing() ? file.owned().toAccess() : null;
                        changes.add(new FileChange.Restore(
                                collection.path(),
                                new FileVersion(now),
                                merge,
                                access,
                                difference,
                                RestorePlan.cause(manifest)));
                    }
                } catch (DamagedException e) {
                    findings.add(Finding.damaged(collection.path(), e));
                }
            }
        }
        for (String id : missing) {
            findings.add(Finding.of(
                    Finding.Kind.CHANGED,
                    id,
                    "is not in snapshot " + manifest.id(),
                    "run 'aml backup diff' or 'aml backup list' to find a snapshot that contains it"));
        }
        JsonObject policy = JsonObject.builder()
                .put("snapshot", manifest.id())
                .put("items", ids)
                .put("agents", agents)
                .build();
        return new RestorePlan(manifest, new ChangeSet(changes), findings, sum, policy);
    }

    /** A note is a file, and its id the path without the suffix. */
    private static String idOfNote(FileEntry file) {
        return file.path().substring(0, Math.max(0, file.path().lastIndexOf('.')));
    }

    private static FileRestore.Planned restoreOf(
            MemoryStore store, Repository repository, Manifest manifest, FileEntry file) throws IOException {
        return new FileRestore(
                        store.requireFiles(),
                        store.options().gzipLimits(),
                        repository,
                        manifest,
                        file,
                        StoreRestore.NOBODY)
                .plan();
    }

    /**
     * Returns the file that now holds a collection. It may have received its plain name since the snapshot; items go where the
     * runtime reads them.
     */
    private static CollectionFile placeNow(MemoryStore store, Manifest manifest, CollectionFile file)
            throws IOException {
        boolean isRenamed = file.suffixed()
                && manifest.file(file.twin().path()).isEmpty()
                && state(store, file).isMissing()
                && state(store, file.twin()).isFile();
        return isRenamed ? file.twin() : file;
    }

    private static FileState state(MemoryStore store, CollectionFile file) throws IOException {
        return store.requireFiles().state(file.path());
    }

    private static void collect(SnapshotFile source, Set<String> ids, Map<String, byte[]> found) throws IOException {
        try (TextInput text = TextInput.of(source.content(), GzipLimits.DEFAULT)) {
            CollectionReader.read(text, source.kind().orElseThrow(), item -> {
                String id = item.id();
                if (id != null && ids.contains(id)) {
                    found.putIfAbsent(id, item.copyBytes());
                }
            });
        }
    }
}
