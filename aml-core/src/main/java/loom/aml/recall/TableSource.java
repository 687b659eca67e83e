package loom.aml.recall;

import java.io.IOException;
import loom.aml.io.FileState;
import loom.aml.store.CollectionFile;
import org.jspecify.annotations.Nullable;

/** Knows where the items of a file stand without reading it. */
@FunctionalInterface
interface TableSource {

    /** Knows nothing. */
    TableSource NONE = (_, _) -> null;

    /** The items of that very version of the file; null if they are not known. */
    @Nullable
    ItemTable of(CollectionFile file, FileState state) throws IOException;
}
