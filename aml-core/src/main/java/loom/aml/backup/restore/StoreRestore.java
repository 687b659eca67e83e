package loom.aml.backup.restore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.FolderEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import loom.aml.store.FileMaintenance;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreListing;
import loom.aml.store.Version;
import loom.aml.store.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Plans the restore of a snapshot into the store. Collections that the snapshot does not contain are archived and removed;
 * other such files are kept. A file that the snapshot can only partly restore never replaces an intact one.
 */
public final class StoreRestore {
    private final MemoryStore store;
    private final FileMaintenance files;
    private final Repository repository;
    private final Manifest manifest;
    private final RestoreSelection selection;
    private final Differences receiver;
    private final List<StoreChange> changes = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private FileChange.Difference difference = FileChange.Difference.NONE;

    /** Receives each item that the restore would change. */
    @FunctionalInterface
    public interface Differences {
        void item(CollectionFile file, ItemVersions.Change change, @Nullable String id) throws IOException;
    }

    /** Ignores all differences, which saves a second read of the files. */
    public static final Differences NOBODY = new Differences() {
        @Override
        public void item(CollectionFile file, ItemVersions.Change change, @Nullable String id) {}
    };

    private StoreRestore(
            MemoryStore store,
            Repository repository,
            Manifest manifest,
            RestoreSelection selection,
            Differences receiver) {
        this.store = store;
        this.files = store.requireFiles();
        this.repository = repository;
        this.manifest = manifest;
        this.selection = selection;
        this.receiver = receiver;
    }

    /**
     * Plans the restore.
     *
     * @param receiver receives each item that differs
     */
    public static RestorePlan plan(
            MemoryStore store,
            Repository repository,
            Manifest manifest,
            RestoreSelection selection,
            Differences receiver)
            throws IOException {
        return new StoreRestore(store, repository, manifest, selection, receiver).plan();
    }

    private RestorePlan plan() throws IOException {
        Set<String> inSnapshot = new HashSet<>();
        List<FileEntry> wanted = new ArrayList<>();
        for (FileEntry file : manifest.files()) {
            inSnapshot.add(file.path());
            if (selection.includes(file.path())) {
                wanted.add(file);
            }
        }
        // Differences are reported in order, so files are read one by one if there is a receiver.
        Workers workers = receiver == NOBODY ? store.options().workers() : new Workers(1);
        List<FileRestore.Planned> planned = workers.map(
                wanted,
                file -> file.stored().size(),
                file -> new FileRestore(files, store.options().gzipLimits(), repository, manifest, file, receiver)
                        .plan());
        planned.forEach(this::take);
        StoreListing listing = store.list();
        // A directory that cannot be listed may contain more than the snapshot; it is kept.
        findings.addAll(listing.unseen());
        for (var collection : listing.collections().entrySet()) {
            String path = collection.getKey().path();
            if (!inSnapshot.contains(path) && selection.includes(path) && manifest.tellsOf(path)) {
                extra(collection.getKey(), collection.getValue());
            }
        }
        JsonObject policy = JsonObject.builder()
                .put("snapshot", manifest.id())
                .put("agents", selection.agents())
                .put("with_monitoring", selection.withMonitoring())
                .build();
        return new RestorePlan(manifest, new ChangeSet(changes).in(missingFolders()), findings, difference, policy);
    }

    /** Returns the missing directories of the snapshot, with and without files. */
    private List<ChangeSet.Folder> missingFolders() throws IOException {
        List<ChangeSet.Folder> missing = new ArrayList<>();
        for (FolderEntry folder : manifest.folders()) {
            if (selection.includes(folder.path()) && files.state(folder.path()).isMissing()) {
                missing.add(new ChangeSet.Folder(folder.path(), folder.owned().toAccess()));
            }
        }
        return missing;
    }

    private void take(FileRestore.Planned planned) {
        changes.addAll(planned.changes());
        findings.addAll(planned.findings());
        difference = difference.plus(planned.difference());
    }

    private void extra(CollectionFile file, Version version) throws IOException {
        ItemVersions.Text now = () -> files.open(file.path());
        FileChange.Difference items = FileRestore.compare(file, file.kind(), now, null, receiver);
        difference = difference.plus(items);
        changes.add(new FileChange.Remove(file.path(), version, RestorePlan.cause(manifest), items));
    }
}
