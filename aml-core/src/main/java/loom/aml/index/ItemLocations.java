package loom.aml.index;

import java.io.IOException;
import java.util.Optional;
import loom.aml.store.CollectionFile;
import loom.aml.store.MemoryStore;
import loom.aml.store.Version;
import org.jspecify.annotations.Nullable;

/** The positions of a store's items according to its index on the disk. Thread-safe. */
public final class ItemLocations implements AutoCloseable {
    private final OpenIndex index;

    private ItemLocations(OpenIndex index) {
        this.index = index;
    }

    /** Opens the current index of a store; empty if absent or unusable. */
    public static Optional<ItemLocations> open(MemoryStore store) {
        try {
            return Optional.of(new ItemLocations(OpenIndex.open(new StoreIndex(store).directory())));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the positions of the items of a file that is the only file of its collection or has the plain name.
     *
     * @param state the required version of the file
     * @return null if the index does not contain exactly that version
     */
    public @Nullable ItemTable table(CollectionFile file, Version state) {
        Optional<CollectionEntry> known = index.collection(file)
                .filter(collection -> collection.trouble().isEmpty() && collection.isCurrent(state, ""));
        try {
            return known.isPresent() ? index.table(file) : null;
        } catch (IOException | RuntimeException e) {
            // The caller reads the store instead.
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        index.close();
    }
}
