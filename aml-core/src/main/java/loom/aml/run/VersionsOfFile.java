package loom.aml.run;

import java.io.IOException;
import loom.aml.backup.restore.ItemVersions;
import loom.aml.io.DamagedException;
import loom.aml.io.FileState;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import loom.aml.store.MemoryStore;
import org.jspecify.annotations.Nullable;

/** Counts the items by which a file differs from its new version. */
final class VersionsOfFile {
    private VersionsOfFile() {}

    /**
     * Returns the difference; zero if the file is not a collection.
     *
     * @param seen the current file
     * @param after opens the new version; null if the file is removed
     */
    static FileChange.Difference difference(
            MemoryStore store, String path, FileState seen, ItemVersions.@Nullable Text after) throws IOException {
        if (CollectionFile.ofRuntime(path).isEmpty()) {
            return isNote(store, path) ? ofNote(seen.isMissing(), after == null) : FileChange.Difference.NONE;
        }
        ItemKind kind = CollectionFile.ofRuntime(path).get().kind();
        ItemVersions.Text before =
                seen.isMissing() ? null : () -> store.requireFiles().open(path);
        FileChange.Difference both = compare(before, after, kind);
        if (both != null) {
            return both;
        }
        // One version is damaged, so only the items of the other can be counted.
        FileChange.Difference gained = compare(null, after, kind);
        FileChange.Difference lost = compare(before, null, kind);
        return gained != null ? gained : lost != null ? lost : FileChange.Difference.NONE;
    }

    private static boolean isNote(MemoryStore store, String path) {
        return store.kinds().contains(ItemKind.NOTE)
                && CollectionFile.ofNotes(path)
                        .filter(file -> file.kind() == ItemKind.NOTE)
                        .isPresent();
    }

    private static FileChange.Difference ofNote(boolean isNew, boolean isGone) {
        return new FileChange.Difference(isNew && !isGone ? 1 : 0, !isNew && !isGone ? 1 : 0, !isNew && isGone ? 1 : 0);
    }

    private static FileChange.@Nullable Difference compare(
            ItemVersions.@Nullable Text before, ItemVersions.@Nullable Text after, ItemKind kind) throws IOException {
        try {
            return ItemVersions.compare(before, after, kind, null);
        } catch (DamagedException e) {
            return null;
        }
    }
}
