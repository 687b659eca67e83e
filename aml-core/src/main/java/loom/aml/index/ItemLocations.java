package loom.aml.index;

import java.io.IOException;
import java.util.Optional;
import loom.aml.io.FileState;
import loom.aml.store.CollectionFile;
import loom.aml.store.loom.FileMemoryStore;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/** Where the items of a store stand, as far as its index on the disk tells. Safe for use by many threads. */
public final class ItemLocations implements AutoCloseable {
    private final Directory directory;
    private final OpenIndex index;

    private ItemLocations(Directory directory, OpenIndex index) {
        this.directory = directory;
        this.index = index;
    }

    /** Opens the newest index of a store; nothing if there is none that can be used. */
    public static Optional<ItemLocations> open(FileMemoryStore store) {
        try {
            Directory directory = new StoreIndex(store).directory();
            try {
                return Optional.of(new ItemLocations(directory, OpenIndex.open(directory)));
            } catch (IOException | RuntimeException e) {
                directory.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Where the items of a file stand that is the only one of its collection, or has the plain name.
     *
     * @param state the version of the file that is meant
     * @return null unless the index knows just that version
     */
    public @Nullable ItemTable table(CollectionFile file, FileState state) {
        Optional<CollectionEntry> known = index.collection(file)
                .filter(collection -> collection.trouble().isEmpty() && collection.isOf(state, ""));
        try {
            return known.isPresent() ? index.table(file) : null;
        } catch (IOException | RuntimeException e) {
            // What the index does not tell is found out from the store.
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        index.close();
        directory.close();
    }
}
