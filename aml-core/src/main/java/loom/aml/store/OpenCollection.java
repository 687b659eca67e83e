package loom.aml.store;

import java.io.IOException;
import loom.aml.item.CollectionReader;

/** A collection file that is being scanned. */
public interface OpenCollection {

    CollectionFile file();

    /** The version that is being read. */
    Version state();

    /** Whether it is stored compressed. */
    boolean isCompressed();

    /** Whether the other name of the collection stands as well. */
    boolean hasTwin();

    /** Reads all of it, once; the number of elements. */
    int read(CollectionReader.Visitor visitor) throws IOException;
}
