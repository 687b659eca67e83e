package loom.aml.index;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import loom.aml.store.StoreListing;
import loom.aml.store.StorePaths;

/**
 * The state of a store's index, determined without opening it.
 *
 * @param isPresent whether there is an index
 * @param isFresh whether it is up to date, judging by the states of the files
 * @param bytes its size
 * @param queryTime the last measured time of a query; empty if never measured
 */
public record IndexState(boolean isPresent, boolean isFresh, long bytes, Optional<Duration> queryTime) {

    /**
     * Returns the state of a store's index.
     *
     * @return empty if it cannot be read, for example because it belongs to another user
     * @param listing the current listing of the store
     */
    public static Optional<IndexState> of(StorePaths place, StoreListing listing) {
        IndexFolder folder = IndexFolder.beside(place);
        long bytes;
        try {
            bytes = folder.bytes();
        } catch (IOException e) {
            return Optional.empty();
        }
        Optional<IndexStateFile> note = folder.note().filter(written -> written.bytes() == bytes);
        return Optional.of(new IndexState(
                note.isPresent(),
                note.isPresent() && CollectionEntry.seemCurrent(note.get().collections(), listing),
                bytes,
                note.flatMap(IndexStateFile::queryTime)));
    }

    /** Returns the last measured time of a query; empty if never measured. */
    public static Optional<Duration> queryTime(StorePaths place) {
        return IndexFolder.beside(place).note().flatMap(IndexStateFile::queryTime);
    }
}
