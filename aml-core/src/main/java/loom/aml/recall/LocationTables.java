package loom.aml.recall;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import loom.aml.index.ItemLocations;
import loom.aml.index.ItemTable;
import loom.aml.store.CollectionFile;
import loom.aml.store.MemoryStore;
import loom.aml.store.Version;
import org.jspecify.annotations.Nullable;

/**
 * The positions of items that a store's index contains. The index is opened on first use and not refreshed; later
 * changes are read from the store, file by file. Thread-safe.
 */
final class LocationTables implements TableSource, AutoCloseable {
    private final MemoryStore store;
    private final Function<CollectionFile, Version> states;
    private @Nullable Optional<ItemLocations> opened;

    /** @param states the last known state of each file */
    LocationTables(MemoryStore store, Function<CollectionFile, Version> states) {
        this.store = store;
        this.states = states;
    }

    @Override
    public @Nullable ItemTable of(CollectionFile file, Version state) {
        if (file.suffixed() && !states.apply(file.twin()).isMissing()) {
            // For this file the index omits items that are also in the plain file, which may change at any time.
            return null;
        }
        return places().map(open -> open.table(file, state)).orElse(null);
    }

    private synchronized Optional<ItemLocations> places() {
        Optional<ItemLocations> known = opened;
        if (known == null) {
            known = ItemLocations.open(store);
            opened = known;
        }
        return known;
    }

    @Override
    public synchronized void close() throws IOException {
        if (opened != null && opened.isPresent()) {
            opened.get().close();
        }
        opened = Optional.empty();
    }
}
