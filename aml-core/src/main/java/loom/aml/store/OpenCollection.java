package loom.aml.store;

import java.io.IOException;
import loom.aml.item.CollectionReader;

/** A collection file that is being scanned. */
public interface OpenCollection {

    CollectionFile file();

    /** Returns the version that is being read. */
    Version state();

    /** Returns whether it is stored compressed. */
    boolean isCompressed();

    /** Returns whether the other file of the collection exists too. */
    boolean hasTwin();

    /** Reads the whole collection, once, and returns the number of elements. */
    int read(CollectionReader.Visitor visitor) throws IOException;
}
