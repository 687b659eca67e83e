package loom.aml.backup.restore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * Plans how single items become what a snapshot says: one that stands is replaced where it stands, one that does not goes to the
 * end of its collection. Nothing else changes.
 */
public final class ItemRestore {
    private ItemRestore() {}

    /**
     * Plans it.
     *
     * @param ids the ids of the items
     * @param agents where to look for them; everywhere if none are named
     * @throws IOException if the snapshot holds none of them
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
                CollectionFile collection = placeNow(
                        store, manifest, CollectionFile.ofPath(file.path()).orElseThrow());
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
                    "'aml backup diff' and 'aml backup list' help to find one that has it"));
        }
        JsonObject policy = JsonObject.builder()
                .put("snapshot", manifest.id())
                .put("items", ids)
                .put("agents", agents)
                .build();
        return new RestorePlan(manifest, new ChangeSet(changes), findings, sum, policy);
    }

    /** A collection may have got its plain name since; its items go where the runtime sees them. */
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
