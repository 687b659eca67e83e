package loom.aml.store;

import java.io.IOException;

/** What a capability does with one collection file while the store reads it. Called from several threads, once a file. */
@FunctionalInterface
public interface CollectionScan<R> {

    /**
     * Reads the collection through {@link OpenCollection#read} and makes something of it.
     *
     * <p>If the file turns out to be damaged, at its very last byte even, the exception that the reading throws must be let
     * through, and whatever was made of the items before it is dropped.
     */
    R scan(OpenCollection collection) throws IOException;
}
