package loom.aml.backup;

import java.io.IOException;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.restore.ItemVersions;
import loom.aml.backup.restore.SnapshotFile;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import org.jspecify.annotations.Nullable;

/** The differences between two snapshots: by item in collections, by file elsewhere. */
public final class SnapshotDiff {
    private final Repository repository;
    private final Visitor visitor;
    private FileChange.Difference items = FileChange.Difference.NONE;
    private FileChange.Difference files = FileChange.Difference.NONE;

    /** Receives each difference as it is found. */
    public interface Visitor {
        void item(CollectionFile file, ItemVersions.Change change, @Nullable String id) throws IOException;

        /** Receives a file that is not a valid collection in at least one of the snapshots. */
        void file(String path, ItemVersions.Change change) throws IOException;
    }

    /** The totals of a comparison. */
    public record Sums(FileChange.Difference items, FileChange.Difference files) {}

    private SnapshotDiff(Repository repository, Visitor visitor) {
        this.repository = repository;
        this.visitor = visitor;
    }

    /**
     * Compares two snapshots.
     *
     * @throws loom.aml.io.DamagedException if a text that differs cannot be read
     */
    public static Sums compare(Repository repository, Manifest before, Manifest after, Visitor visitor)
            throws IOException {
        SnapshotDiff diff = new SnapshotDiff(repository, visitor);
        SortedMap<String, SnapshotFile> old = diff.filesOf(before);
        SortedMap<String, SnapshotFile> now = diff.filesOf(after);
        SortedSet<String> paths = new TreeSet<>(old.keySet());
        paths.addAll(now.keySet());
        for (String path : paths) {
            diff.file(path, old.get(path), now.get(path));
        }
        return new Sums(diff.items, diff.files);
    }

    private SortedMap<String, SnapshotFile> filesOf(Manifest manifest) {
        SortedMap<String, SnapshotFile> files = new TreeMap<>();
        for (FileEntry file : manifest.files()) {
            files.put(file.path(), new SnapshotFile(repository, manifest, file));
        }
        return files;
    }

    private void file(String path, @Nullable SnapshotFile before, @Nullable SnapshotFile after) throws IOException {
        if (before != null
                && after != null
                && before.entry().text().equals(after.entry().text())) {
            return;
        }
        if (isCollection(before) && isCollection(after)) {
            CollectionFile file = CollectionFile.ofRuntime(path).orElseThrow();
            ItemKind kind = file.kind();
            items = items.plus(ItemVersions.compare(
                    before == null ? null : before::content,
                    after == null ? null : after::content,
                    kind,
                    (change, item) -> visitor.item(file, change, item.id())));
            return;
        }
        ItemVersions.Change change = before == null
                ? ItemVersions.Change.ADDED
                : after == null ? ItemVersions.Change.REMOVED : ItemVersions.Change.CHANGED;
        files = files.plus(new FileChange.Difference(
                change == ItemVersions.Change.ADDED ? 1 : 0,
                change == ItemVersions.Change.CHANGED ? 1 : 0,
                change == ItemVersions.Change.REMOVED ? 1 : 0));
        visitor.file(path, change);
    }

    private static boolean isCollection(@Nullable SnapshotFile file) {
        return file == null || file.kind().isPresent();
    }
}
