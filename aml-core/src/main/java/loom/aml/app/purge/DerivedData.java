package loom.aml.app.purge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import loom.aml.index.StoreIndex;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.storage.PrivateFolder;
import loom.aml.store.MemoryStore;
import loom.aml.store.StorePaths;

/** The data that aml derived from a store and keeps beside it. It is removed, and computed again from the purged store. */
final class DerivedData {
    private static final String INDEX = "index";
    private static final List<String> OTHERS = List.of("recall", "merge");

    private final MemoryStore store;

    DerivedData(MemoryStore store) {
        this.store = store;
    }

    /** Returns the folder that contains it. */
    static Path folder(StorePaths place) {
        return Objects.requireNonNull(
                PrivateFolder.ofState(place.disk(), place.beside(), INDEX)
                        .path()
                        .getParent(),
                "it is in a folder");
    }

    /** Returns whether there is a search index. */
    boolean hasIndex() throws IOException {
        Path index = FileName.resolve(folder(store.place()), INDEX);
        return store.place().disk().state(index).isDirectory();
    }

    /**
     * Removes the lists that are computed again when they are needed, and empties the index.
     *
     * @throws loom.aml.storage.StoreLockedException if another process uses the index for too long
     */
    void drop() throws IOException {
        for (String name : OTHERS) {
            removeFiles(FileName.resolve(folder(store.place()), name));
        }
        if (hasIndex()) {
            new StoreIndex(store).drop(store.options().lockWait());
        }
    }

    /**
     * Removes what another process has computed from the former store in the meantime.
     *
     * @param isIndexed whether the index is built again from the items of the store
     * @throws loom.aml.storage.StoreLockedException if another process uses the index for too long
     */
    void renew(boolean isIndexed) throws IOException {
        for (String name : OTHERS) {
            removeFiles(FileName.resolve(folder(store.place()), name));
        }
        if (isIndexed || hasIndex()) {
            new StoreIndex(store).rebuild(store.options().lockWait());
        }
    }

    private void removeFiles(Path folder) throws IOException {
        Disk disk = store.place().disk();
        if (!disk.state(folder).isDirectory()) {
            return;
        }
        for (DirectoryEntry entry : disk.list(folder)) {
            if (entry.state().isFile() && !entry.name().equals(".gitignore")) {
                disk.delete(FileName.resolve(folder, entry.name()));
            }
        }
        disk.syncDirectory(folder);
    }
}
