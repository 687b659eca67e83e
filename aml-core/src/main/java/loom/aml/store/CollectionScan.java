package loom.aml.store;

import java.io.IOException;

/**
 * A callback that reads one collection file during a scan of the store. It is called from several threads, once per
 * file.
 */
@FunctionalInterface
public interface CollectionScan<R> {

    /**
     * Reads the collection with {@link OpenCollection#read} and returns a result.
     *
     * <p>If the file is damaged, even in its very last byte, the read throws. The implementation must let the exception
     * pass and discard partial results.
     */
    R scan(OpenCollection collection) throws IOException;
}
