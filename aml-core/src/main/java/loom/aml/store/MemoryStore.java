package loom.aml.store;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.Disk;
import loom.aml.item.CollectionReader;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;

/**
 * A store of memories, which is scanned collection by collection and changed by change sets. Capabilities know stores
 * by this interface alone, so a store that does not consist of files can support the same capabilities.
 *
 * <p>Safe for use by many threads, except for {@link #apply} and {@link #close}.
 */
public interface MemoryStore extends AutoCloseable {

    /** Returns the location of the store, for people. */
    String location();

    /**
     * Returns the path beside which everything is kept that belongs to the store without being part of it: run records, backups,
     * the search index.
     */
    StorePaths place();

    default StoreOptions options() {
        return place().options();
    }

    /** Returns what the store is. */
    StoreKind kind();

    /** Returns the kinds of items that the store holds. */
    Set<ItemKind> kinds();

    /** Returns whether aml only reads and backs up the store, because its own program maintains it. */
    default boolean isReadOnly() {
        return kind().isReadOnly();
    }

    /** Returns the files of the store; empty if it is not made of files. */
    Optional<FileMaintenance> files();

    /**
     * Returns the files of the store, for those who cannot do without.
     *
     * @throws IllegalArgumentException if it is not made of files
     */
    default FileMaintenance requireFiles() {
        return files().orElseThrow(() -> new IllegalArgumentException("not a store of files: " + location()));
    }

    /**
     * Returns the same store with the files of another disk, such as those of a snapshot. It is read-only and need not be closed.
     *
     * @param other a disk with the files of the store at their usual paths
     * @throws IllegalArgumentException if it is not made of files
     */
    MemoryStore withFilesOf(Disk other);

    /** Returns the time by the clock that dates versions; see {@link Version#isRacy}. */
    Instant now();

    /**
     * Returns the changes that opening the store settled after a crash or, if it was opened read-only, those that are
     * pending.
     */
    List<Finding> recovered();

    /** Lists the present content of the store. */
    StoreListing list() throws IOException;

    /**
     * Returns the items that must not be removed.
     *
     * @throws IOException if they cannot be read; nothing may be removed then
     */
    Pins pins() throws IOException;

    /**
     * Returns a file of aml's own within the store, such as those in {@code config/}; empty if absent.
     *
     * @throws IOException if it cannot be read
     */
    Optional<Document> document(String path) throws IOException;

    /**
     * The same for a document that is larger or smaller than usual.
     *
     * @param largest the bytes of the largest that is read
     */
    Optional<Document> document(String path, long largest) throws IOException;

    /** A small file, read as a whole. */
    record Document(Version state, byte[] content) {}

    /**
     * Reads the selected collections of a listing, several at a time, and passes each to the scan. Directories that the
     * listing could not read are skipped, so callers must handle the findings of the listing as well.
     *
     * @return the result of each file, in the order of agents, kinds and names
     */
    <R> List<ScanResult<R>> scan(StoreListing listing, Selection selection, CollectionScan<R> scan) throws IOException;

    /**
     * Reads one collection as it is now, listed or not.
     *
     * @return the version that was read
     * @throws java.nio.file.NoSuchFileException if it does not exist
     * @throws loom.aml.io.DamagedException if it is damaged
     * @throws IOException if it cannot be read
     */
    Version read(CollectionFile file, CollectionReader.Visitor visitor) throws IOException;

    /**
     * Reads pieces of the text of a collection without the rest, in any order. A piece that the text ends before is not read.
     *
     * @throws IOException as {@link #read(CollectionFile, CollectionReader.Visitor)} does
     */
    void read(CollectionFile file, List<TextSlice> slices, TextSlice.Sink sink) throws IOException;

    /** Returns the files that may hold an item, whether they exist or not: first the one that takes precedence. */
    List<CollectionFile> filesOf(ItemKey key);

    /**
     * Returns an item as it will be read once it is stored.
     *
     * @throws loom.aml.io.DamagedException if this store cannot hold it, with the reason
     */
    byte[] asStored(ItemKey key, byte[] text) throws IOException;

    /**
     * Returns the id of a new item, if the store names its items by what they are; otherwise empty.
     *
     * @param fields a JSON object
     */
    Optional<String> idOf(byte[] fields);

    /** Returns the changes that the change of an item entails, such as that of its line in an index. */
    List<ItemChange> linked(ItemChange change) throws IOException;

    /**
     * Reads an item. If several items have the key, returns the one that the runtime would use.
     *
     * @return empty if the item does not exist
     * @throws IOException if a collection that may hold it cannot be read
     */
    Optional<StoredItem> get(ItemKey key) throws IOException;

    /**
     * Resolves changes of single items to changes of the collections that hold them. Nothing is changed until the
     * result is applied.
     *
     * @throws IllegalArgumentException if a change has an invalid agent name, or the text of an item is not a JSON
     *     object with the id of its key
     */
    ResolvedChanges changes(List<ItemChange> changes) throws IOException;

    /**
     * Makes the changes file by file. The change of each file is atomic. If the set is atomic, either all of its
     * changes are made or none; after a crash, the next open of the store completes them.
     *
     * @param log archives the originals before they are removed
     * @return the outcome of each change, in the order of the set
     * @throws IllegalStateException if the store was opened read-only
     * @throws ReadOnlyStoreException if aml never changes such a store
     */
    List<FileOutcome> apply(ChangeSet changes, ChangeLog log, Progress progress) throws IOException;

    @Override
    void close() throws IOException;
}
