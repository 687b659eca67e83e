package loom.aml.index;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/** The index of a store on the disk. Safe for use by several threads and processes; one writes at a time. */
public final class StoreIndex {
    private final MemoryStore store;
    private final IndexFolder folder;

    public StoreIndex(MemoryStore store) {
        QuietLucene.initialize();
        this.store = store;
        this.folder = IndexFolder.beside(store.place());
    }

    /**
     * Updates the index to the current store. Unchanged files are not read, and an up-to-date index is not written.
     *
     * @param wait how long to wait for another process that updates the index
     * @throws loom.aml.storage.StoreLockedException if that takes longer
     * @throws IOException if the index cannot be written; it is unchanged then
     */
    public UpdateResult update(Duration wait) throws IOException {
        return update(wait, null);
    }

    /**
     * Updates the index to the current store.
     *
     * @param known the index that the caller has open, of which nothing is read again; null if none
     */
    UpdateResult update(Duration wait, @Nullable OpenIndex known) throws IOException {
        long began = System.nanoTime();
        Optional<UpdateResult> fresh = ifFresh(known, began);
        if (fresh.isPresent()) {
            return fresh.get();
        }
        try (Closeable _ = folder.lock(wait)) {
            return LuceneCall.of(() -> updateLocked(known, began));
        }
    }

    /**
     * Measures the time of a query in the open index and records it in the index state file.
     *
     * @return empty if the index is absent
     */
    public Optional<Duration> measure(Duration wait) throws IOException {
        try (Closeable _ = folder.lock(wait);
                OpenIndex index = OpenIndex.open(directory())) {
            Duration time = new LuceneSearch(index).measured();
            folder.note(noteOf(index).withQueryTime(time));
            return Optional.of(time);
        } catch (UnusableIndexException e) {
            return Optional.empty();
        }
    }

    private IndexStateFile noteOf(OpenIndex index) throws IOException {
        return new IndexStateFile(
                index.items(), folder.bytes(), folder.note().flatMap(IndexStateFile::queryTime), index.collections());
    }

    private Optional<UpdateResult> ifFresh(@Nullable OpenIndex known, long began) throws IOException {
        try (OpenIndex index = OpenIndex.open(directory(), known)) {
            StoreListing listing = store.list();
            return index.isFresh(listing) ? Optional.of(fresh(index, listing, began)) : Optional.empty();
        } catch (UnusableIndexException e) {
            return Optional.empty();
        }
    }

    private UpdateResult fresh(OpenIndex index, StoreListing listing, long began) throws IOException {
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        return new UpdateResult(
                UpdateResult.Kind.FRESH, index.items(), 0, 0, 0, folder.bytes(), time, troubles(index, listing));
    }

    /** Returns findings about what the index does not contain: files that could not be listed or read. */
    static List<Finding> troubles(OpenIndex index, StoreListing listing) {
        List<Finding> troubles = new ArrayList<>(listing.unseen());
        index.files()
                .forEach(file ->
                        index.collection(file).flatMap(CollectionEntry::trouble).ifPresent(troubles::add));
        return troubles;
    }

    private UpdateResult updateLocked(@Nullable OpenIndex known, long began) throws IOException {
        try (OpenIndex before = OpenIndex.open(directory(), known)) {
            StoreListing listing = store.list();
            if (before.isFresh(listing)) {
                // Another process has already updated the index.
                return fresh(before, listing, began);
            }
            return written(Indexer.update(store, Selection.ALL, directory(), before), before);
        } catch (UnusableIndexException e) {
            return built();
        }
    }

    /**
     * Rebuilds the index.
     *
     * @param wait how long to wait for another process that updates the index
     * @throws loom.aml.storage.StoreLockedException if that takes longer
     */
    public UpdateResult rebuild(Duration wait) throws IOException {
        try (Closeable _ = folder.lock(wait)) {
            return LuceneCall.of(this::built);
        }
    }

    /**
     * Empties the index. It is built again when it is updated or searched.
     *
     * @param wait how long to wait for another process that updates the index
     * @throws loom.aml.storage.StoreLockedException if that takes longer
     */
    public void drop(Duration wait) throws IOException {
        try (Closeable _ = folder.lock(wait)) {
            folder.clear();
        }
    }

    private UpdateResult built() throws IOException {
        folder.clear();
        return written(Indexer.update(store, Selection.ALL, directory(), null), null);
    }

    private UpdateResult written(UpdateResult update, @Nullable OpenIndex before) throws IOException {
        try (OpenIndex index = OpenIndex.open(directory(), before)) {
            folder.note(noteOf(index));
        }
        return update.withBytes(folder.bytes());
    }

    /**
     * Verifies the index completely and returns the damage.
     *
     * @return empty if it is undamaged or absent
     * @throws IOException if it cannot be read now
     */
    public Optional<String> damage() throws IOException {
        try (OpenIndex index = OpenIndex.open(directory())) {
            index.verify();
            return Optional.empty();
        } catch (UnusableIndexException e) {
            return e.isMissing() ? Optional.empty() : Optional.of(e.what());
        }
    }

    /**
     * Counts the documents of the index.
     *
     * @return empty if the index is absent or damaged
     */
    public Optional<IndexDocuments> documents() throws IOException {
        try (OpenIndex index = OpenIndex.open(directory())) {
            return Optional.of(index.documents());
        } catch (UnusableIndexException e) {
            return Optional.empty();
        }
    }

    /** Returns the directory of the index, an empty one if it does not exist. It needs not be closed. */
    Directory directory() throws IOException {
        if (!folder.exists()) {
            return new ByteBuffersDirectory();
        }
        return folder.files();
    }
}
