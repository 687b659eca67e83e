package loom.aml.index;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.store.StoreListing;

/**
 * How the index of a store stands, told without opening it.
 *
 * @param isPresent whether there is one
 * @param isFresh whether it knows the store as it is, as far as the states of the files tell
 * @param bytes what it takes
 * @param queryTime how long a query took in the open index when that was last measured; nothing if it never was
 */
public record IndexState(boolean isPresent, boolean isFresh, long bytes, Optional<Duration> queryTime) {

    /**
     * Looks at the index of a store.
     *
     * @return nothing if it cannot be looked at: it may be private to another user
     *
     * @param memory the real path of the store
     * @param listing what stands in the store
     */
    public static Optional<IndexState> of(Disk disk, Path memory, StoreListing listing) {
        IndexFolder folder = IndexFolder.beside(disk, memory);
        long bytes;
        try {
            bytes = folder.bytes();
        } catch (IOException e) {
            return Optional.empty();
        }
        Optional<IndexStateFile> note = folder.note().filter(written -> written.bytes() == bytes);
        return Optional.of(new IndexState(
                note.isPresent(),
                note.isPresent() && CollectionEntry.areJust(note.get().collections(), listing),
                bytes,
                note.flatMap(IndexStateFile::queryTime)));
    }

    /** How long a query took in the open index of a store when that was last measured; nothing if it never was. */
    public static Optional<Duration> queryTime(Disk disk, Path memory) {
        return IndexFolder.beside(disk, memory).note().flatMap(IndexStateFile::queryTime);
    }
}
