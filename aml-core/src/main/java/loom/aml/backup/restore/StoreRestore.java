package loom.aml.backup.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.FolderEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.io.DamagedException;
import loom.aml.io.Encoding;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.io.Sha256;
import loom.aml.io.TextInput;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import loom.aml.store.Finding;
import loom.aml.store.StoreListing;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.file.Unreadable;
import org.jspecify.annotations.Nullable;

/**
 * Plans how the store becomes what a snapshot says. Collections that the snapshot does not have leave, archived; other files that
 * it does not have stay. A file of which the snapshot can only give a part back is not put over a sound one.
 */
public final class StoreRestore {
    private static final int WINDOW = 256 << 10;

    private final FileMemoryStore store;
    private final Repository repository;
    private final Manifest manifest;
    private final RestoreSelection selection;
    private final Differences told;
    private final List<FileChange> changes = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private FileChange.Difference difference = FileChange.Difference.NONE;

    /** Told of each item that would become another. */
    @FunctionalInterface
    public interface Differences {
        void item(CollectionFile file, ItemVersions.Change change, @Nullable String id) throws IOException;
    }

    private StoreRestore(
            FileMemoryStore store,
            Repository repository,
            Manifest manifest,
            RestoreSelection selection,
            Differences told) {
        this.store = store;
        this.repository = repository;
        this.manifest = manifest;
        this.selection = selection;
        this.told = told;
    }

    /**
     * Plans it.
     *
     * @param told is told of each item that differs
     */
    public static RestorePlan plan(
            FileMemoryStore store,
            Repository repository,
            Manifest manifest,
            RestoreSelection selection,
            Differences told)
            throws IOException {
        return new StoreRestore(store, repository, manifest, selection, told).plan();
    }

    private RestorePlan plan() throws IOException {
        Set<String> inSnapshot = new HashSet<>();
        for (FileEntry file : manifest.files()) {
            inSnapshot.add(file.path());
            if (selection.includes(file.path())) {
                file(file);
            }
        }
        StoreListing listing = store.list();
        // What cannot be listed may hold more than the snapshot does, and stays.
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

    /** Directories of the snapshot that are missing, with and without files. */
    private List<ChangeSet.Folder> missingFolders() throws IOException {
        List<ChangeSet.Folder> missing = new ArrayList<>();
        for (FolderEntry folder : manifest.folders()) {
            if (selection.includes(folder.path())
                    && store.disk()
                            .state(FileName.resolve(store.root(), folder.path()))
                            .isMissing()) {
                missing.add(new ChangeSet.Folder(folder.path(), folder.owned().toAccess()));
            }
        }
        return missing;
    }

    private void extra(CollectionFile file, FileState state) throws IOException {
        ItemVersions.Text now = () -> store.disk().open(FileName.resolve(store.root(), file.path()));
        FileChange.Difference items = compare(file, file.kind(), now, null);
        changes.add(new FileChange.Remove(file.path(), state, cause(), items));
    }

    private void file(FileEntry file) throws IOException {
        Path path = FileName.resolve(store.root(), file.path());
        FileState now = store.disk().state(path);
        if (!now.isFile() && !now.isMissing()) {
            findings.add(Finding.of(
                    Finding.Kind.CHANGED,
                    file.path(),
                    "something that is no file stands in its place",
                    "left as it is; move it away and restore again"));
            return;
        }
        try {
            if (isSame(file, path, now)) {
                return;
            }
        } catch (IOException e) {
            findings.add(Unreadable.finding(store.disk(), store.root(), file.path(), e));
            return;
        }
        SnapshotFile source = new SnapshotFile(repository, manifest, file);
        try {
            source.check();
            restore(file, now, source, source::writeTo);
        } catch (DamagedException e) {
            partly(file, now, source, e);
        }
    }

    private boolean isSame(FileEntry file, Path path, FileState now) throws IOException {
        if (now.isMissing() || !file.owned().isOf(store.disk().wholeAccess(path))) {
            return false;
        }
        return isStored(path, file, now)
                || file.isText() && contentOf(path, file).equals(file.content());
    }

    /** Whether the file holds, to the byte, what it held. All of it is read: damage changes neither its size nor its times. */
    private boolean isStored(Path path, FileEntry file, FileState now) throws IOException {
        if (now.size() != file.stored().size()) {
            return false;
        }
        Sha256 sha = new Sha256();
        byte[] window = new byte[WINDOW];
        try (FileInput in = store.disk().open(path)) {
            for (int n = in.read(window, 0, window.length); n >= 0; n = in.read(window, 0, window.length)) {
                sha.update(window, 0, n);
            }
        }
        return sha.sum().equals(file.stored());
    }

    /** The sum of the text of a gzip file that was compressed in another way, if its head is that of the one in the snapshot. */
    private Sha256.Sum contentOf(Path path, FileEntry file) throws IOException {
        Sha256.Sum other = new Sha256().sum();
        Sha256 sha = new Sha256();
        byte[] window = new byte[WINDOW];
        try (FileInput in = store.disk().open(path)) {
            byte[] head = in.stream().readNBytes(file.gzip().length);
            if (!Arrays.equals(head, file.gzip())) {
                return other;
            }
        }
        try (TextInput text =
                TextInput.of(store.disk().open(path), store.options().gzipLimits())) {
            for (int n = text.read(window, 0, window.length); n >= 0; ) {
                sha.update(window, 0, n);
                n = text.read(window, 0, window.length);
            }
            return text.encoding() == Encoding.GZIP ? sha.sum() : other;
        } catch (DamagedException e) {
            return other;
        }
    }

    private void restore(FileEntry file, FileState now, SnapshotFile source, FileChange.Content content)
            throws IOException {
        FileChange.Difference items = FileChange.Difference.NONE;
        Optional<CollectionFile> collection = CollectionFile.ofPath(file.path());
        if (collection.isPresent() && source.kind().isPresent()) {
            ItemVersions.Text standing =
                    now.isMissing() ? null : () -> store.disk().open(FileName.resolve(store.root(), file.path()));
            items = compare(collection.get(), source.kind().get(), standing, source::content);
        }
        changes.add(
                new FileChange.Restore(file.path(), now, content, file.owned().toAccess(), items, cause()));
    }

    private RestoreCause cause() {
        return new RestoreCause(manifest.id());
    }

    private FileChange.Difference compare(
            CollectionFile file, ItemKind kind, ItemVersions.@Nullable Text before, ItemVersions.@Nullable Text after)
            throws IOException {
        ItemVersions.Visitor each = (change, item) -> told.item(file, change, item.id());
        FileChange.Difference items;
        try {
            items = ItemVersions.compare(before, after, kind, each);
        } catch (DamagedException e) {
            // What stands there is damaged, so all that the snapshot has is more than it.
            items = ItemVersions.compare(null, after, kind, each);
        }
        difference = difference.plus(items);
        return items;
    }

    private void partly(FileEntry file, FileState now, SnapshotFile source, DamagedException damage)
            throws IOException {
        if (source.kind().isEmpty()) {
            findings.add(Lost.file(file, damage.what()));
            return;
        }
        SavedItems saved;
        try {
            saved = source.writeWhatIsLeft(java.io.OutputStream.nullOutputStream());
        } catch (DamagedException e) {
            findings.add(Lost.file(file, e.what()));
            return;
        }
        findings.add(Lost.items(file, saved));
        if (now.isMissing()) {
            FileChange.Difference items = new FileChange.Difference(saved.items(), 0, 0);
            difference = difference.plus(items);
            changes.add(new FileChange.Restore(
                    file.path(), now, source::writeWhatIsLeft, file.owned().toAccess(), items, cause()));
        } else {
            findings.add(Finding.of(
                    Finding.Kind.CHANGED,
                    file.path(),
                    "was not restored, for the snapshot has only a part of it",
                    "left as it is; 'aml backup restore --target DIR' gives that part"));
        }
    }
}
