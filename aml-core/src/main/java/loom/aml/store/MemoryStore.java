package loom.aml.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.io.TextInput;
import loom.aml.item.ItemKey;

/**
 * A store of memories: scanned collection by collection, changed by change sets. Everything above knows stores by this
 * interface alone, so that one that lies elsewhere than in files can serve the same capabilities.
 *
 * <p>Safe for use by many threads, but for {@link #apply} and {@link #close}.
 */
public interface MemoryStore extends AutoCloseable {

    /** Where the store lies, for people. */
    String location();

    /** What stands in the store, as of now. */
    StoreListing list() throws IOException;

    /**
     * The items that nothing may remove.
     *
     * @throws IOException if they cannot be read; nothing may be removed then
     */
    Pins pins() throws IOException;

    /**
     * A file of ours within the store, such as those in {@code config/}; nothing if there is none.
     *
     * @throws IOException if it cannot be read
     */
    Optional<Document> document(String path) throws IOException;

    /** A small file, read as a whole. */
    record Document(Version state, byte[] content) {}

    /**
     * The text of a collection as it stands, sound or not: of one that is damaged as far as it goes.
     *
     * @throws IOException if it cannot be read at all
     */
    TextInput text(CollectionFile file) throws IOException;

    /**
     * Reads the selected collections of a listing, several at a time, and hands each to the scan. What the listing could not see is
     * not read, so whoever scans answers for its findings as well.
     *
     * @return what came of each file, in the order of agents, kinds and names
     */
    <R> List<ScanResult<R>> scan(StoreListing listing, Selection selection, CollectionScan<R> scan) throws IOException;

    /**
     * Reads an item. Of several with its key, the one that the runtime would use.
     *
     * @return empty if there is no such item
     * @throws IOException if a collection that may hold it cannot be read
     */
    Optional<StoredItem> get(ItemKey key) throws IOException;

    /**
     * Resolves changes of single items to changes of the collections that hold them. Nothing is changed until the result is applied.
     *
     * @throws IllegalArgumentException if a change names no valid agent, or the text of an item is not a JSON object with the id of
     *     its key
     */
    ResolvedChanges changes(List<ItemChange> changes) throws IOException;

    /**
     * Makes the changes, file by file: each either wholly or not at all, whatever happens. If the set is a whole, so is the
     * set: either nothing is done, or everything is, by this run or, after a crash, by whoever opens the store next.
     *
     * @param log where all that leaves is written down before it leaves
     * @return what came of each change, in the order of the set
     * @throws IllegalStateException if the store was opened for reading only
     */
    List<FileOutcome> apply(ChangeSet changes, ChangeLog log, Progress progress) throws IOException;

    @Override
    void close() throws IOException;
}
