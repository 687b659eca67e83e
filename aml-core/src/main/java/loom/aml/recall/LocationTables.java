package loom.aml.recall;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import loom.aml.index.ItemLocations;
import loom.aml.index.ItemTable;
import loom.aml.io.FileState;
import loom.aml.store.CollectionFile;
import loom.aml.store.loom.FileMemoryStore;
import org.jspecify.annotations.Nullable;

/**
 * What the index of a store knows of where items stand. It is opened when that is first asked, and not again: what changes later is
 * read from the store, file by file. Safe for use by many threads.
 */
final class LocationTables implements TableSource, AutoCloseable {
    private final FileMemoryStore store;
    private final Function<CollectionFile, FileState> states;
    private @Nullable Optional<ItemLocations> opened;

    /**
     * @param states the state in which a file was seen last
     */
    LocationTables(FileMemoryStore store, Function<CollectionFile, FileState> states) {
        this.store = store;
        this.states = states;
    }

    @Override
    public @Nullable ItemTable of(CollectionFile file, FileState state) {
        if (file.suffixed() && !states.apply(file.twin()).isMissing()) {
            // Of this file the index keeps only what does not stand in the plain one, which may change any time.
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
