package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Rendering;
import loom.aml.store.StoreKind;
import loom.aml.store.StoreListing;
import loom.aml.store.StoreScope;
import org.jspecify.annotations.Nullable;

/** The layout of a kind of store: which files belong to it, and what their other writers expect. Thread-safe. */
public interface Layout {

    /** Returns what a store in this layout is. */
    StoreKind kind();

    /** Returns the kinds of items that a store in this layout holds. */
    Set<ItemKind> kinds();

    /**
     * Returns normally if a directory is the root of a store in this layout.
     *
     * @param root its real path
     * @throws loom.aml.store.NoStoreException if it is not, with the reason
     */
    void require(Disk disk, Path root) throws IOException;

    /** Lists the present content of a store. */
    StoreListing list(Disk disk, Path root) throws IOException;

    /** Returns the files that may hold an item, whether they exist or not: first the one for a new item. */
    List<CollectionFile> filesOf(ItemKey key);

    /** Returns the form in which a collection is stored; null for JSON. */
    default @Nullable Rendering rendering(CollectionFile file) {
        return null;
    }

    /** Returns the path that addresses a store, beside which its backups and records are kept. */
    default Path beside(Path root) {
        return root;
    }

    /** Returns the folder of the temporary files of a change: the store, unless its root holds other files of the user. */
    default Path workFolder(Disk disk, Path root) {
        return root;
    }

    /** Returns the files below the root that belong to a store. */
    default StoreScope scope() {
        return StoreScope.EVERYTHING;
    }

    /** Returns the locks by which the writers of a store exclude each other. */
    FileLocks locks();

    /**
     * Returns how long a file must have been unchanged before aml changes it. Zero where writers take locks; without locks a
     * program may have written half of what it will write.
     */
    default Duration quiet() {
        return Duration.ZERO;
    }

    /** Returns the path within the store of a document of aml's. */
    default String documentPath(String path) {
        return path;
    }

    /** Returns the file that a run locks while it changes the store. */
    default Path maintenanceLock(Disk disk, Path root) throws IOException {
        return root.resolve(OwnFiles.MAINTENANCE_LOCK);
    }

    /** Returns the id of a new item, if such a store names its items by what they are; otherwise empty. */
    default Optional<String> idOf(byte[] fields) {
        return Optional.empty();
    }

    /** Returns a new item in the shape that its readers expect. */
    default byte[] shaped(ItemKey key, byte[] text) throws DamagedException {
        return text;
    }

    /** Returns the changes that the change of an item entails, such as that of its line in an index. */
    default List<ItemChange> linked(MemoryStore store, ItemChange change) throws IOException {
        return List.of();
    }
}
