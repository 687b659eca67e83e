package loom.aml.recall;

import loom.aml.index.ItemTable;
import loom.aml.store.CollectionFile;
import loom.aml.store.Version;
import org.jspecify.annotations.Nullable;

/** Provides the positions of a file's items without reading the file. */
@FunctionalInterface
interface TableSource {

    /** Returns the items of this version of the file; null if unknown. */
    @Nullable
    ItemTable of(CollectionFile file, Version state);
}
