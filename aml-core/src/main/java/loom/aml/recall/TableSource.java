package loom.aml.recall;

import loom.aml.index.ItemTable;
import loom.aml.io.FileState;
import loom.aml.store.CollectionFile;
import org.jspecify.annotations.Nullable;

/** Knows where the items of a file stand without reading it. */
@FunctionalInterface
interface TableSource {

    /** The items of that very version of the file; null if they are not known. */
    @Nullable
    ItemTable of(CollectionFile file, FileState state);
}
