package loom.aml.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.OpenCollection;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;
import loom.aml.store.Version;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/**
 * Updates an index from a store: reads files whose state changed, and writes items whose fingerprint changed.
 *
 * <p>A suffixed file is read after the plain file beside it, whose items take precedence over items with the same id.
 */
final class Indexer {
    private final MemoryStore store;
    private final Selection selection;
    private final @Nullable OpenIndex before;
    private final IndexCommit writing;
    private final Map<CollectionFile, ItemTable> tables = new ConcurrentHashMap<>();
    private final Map<CollectionFile, Version> states = new HashMap<>();
    private final Set<CollectionFile> begun = ConcurrentHashMap.newKeySet();
    private final Set<CollectionFile> read = ConcurrentHashMap.newKeySet();
    private final List<Finding> findings = new ArrayList<>();

    private Indexer(MemoryStore store, Selection selection, @Nullable OpenIndex before, IndexCommit writing) {
        this.store = store;
        this.selection = selection;
        this.before = before;
        this.writing = writing;
    }

    /**
     * Updates the index in a directory to the current store.
     *
     * @param selection the part of the store to index
     * @param before the current index in the directory; null if unusable
     * @throws UnusableIndexException if the index is damaged
     * @throws IOException if the store cannot be listed or the index cannot be written; the previous index remains
     *     valid
     */
    static UpdateResult update(MemoryStore store, Selection selection, Directory directory, @Nullable OpenIndex before)
            throws IOException {
        return LuceneCall.of(() -> updated(store, selection, directory, before));
    }

    private static UpdateResult updated(
            MemoryStore store, Selection selection, Directory directory, @Nullable OpenIndex before)
            throws IOException {
        long began = System.nanoTime();
        try (IndexCommit writing = new IndexCommit(directory, before)) {
            Indexer indexer = new Indexer(store, selection, before, writing);
            indexer.run();
            writing.flush(store.options().threads());
            writing.commit();
            return new UpdateResult(
                    before == null ? UpdateResult.Kind.BUILT : UpdateResult.Kind.UPDATED,
                    indexer.tables.values().stream().mapToLong(ItemTable::size).sum(),
                    writing.added(),
                    writing.removed(),
                    indexer.read.size(),
                    0,
                    Duration.ofNanos(System.nanoTime() - began),
                    indexer.findings);
        }
    }

    private void run() throws IOException {
        StoreListing listing = store.list();
        findings.addAll(listing.unseen());
        take(
                store.scan(
                        listing,
                        selection,
                        collection -> isSecond(collection) || scan(collection, "", ItemTable.EMPTY)),
                false);
        Set<String> second = states.keySet().stream()
                .filter(file -> file.suffixed() && states.containsKey(file.twin()))
                .map(CollectionFile::agent)
                .collect(Collectors.toSet());
        if (!second.isEmpty()) {
            take(
                    store.scan(
                            listing,
                            new Selection(second, selection.kinds()),
                            collection -> !isSecond(collection) || scanSecond(collection)),
                    true);
        }
        dropMissingFiles();
    }

    private static boolean isSecond(OpenCollection collection) {
        return collection.file().suffixed() && collection.hasTwin();
    }

    private boolean scanSecond(OpenCollection collection) throws IOException {
        CollectionFile plain = collection.file().twin();
        return scan(
                collection,
                CollectionEntry.besideOf(collection.file(), states),
                tables.getOrDefault(plain, ItemTable.EMPTY));
    }

    private boolean scan(OpenCollection collection, String beside, ItemTable counting) throws IOException {
        CollectionFile file = collection.file();
        Instant lookedAt = store.now();
        ItemTable known = tableBefore(file);
        if (isKnown(file, collection.state(), beside)) {
            tables.put(file, known);
            return true;
        }
        begun.add(file);
        IndexCommit.FileItems items = writing.items(file, known, counting);
        collection.read(items);
        ItemTable table = items.finish();
        writing.put(CollectionEntry.read(file, collection.state(), lookedAt, beside), table);
        tables.put(file, table);
        read.add(file);
        return true;
    }

    private boolean isKnown(CollectionFile file, Version state, String beside) {
        return before != null
                && before.collection(file)
                        .filter(known -> known.trouble().isEmpty() && known.isCurrent(state, beside))
                        .isPresent();
    }

    private ItemTable tableBefore(CollectionFile file) throws IOException {
        try {
            return before == null ? ItemTable.EMPTY : before.table(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Records the results of the scan; the items of a file that could not be read are removed. */
    private void take(List<ScanResult<Boolean>> scanned, boolean takesSecond) throws IOException {
        for (ScanResult<Boolean> file : scanned) {
            boolean isSecond =
                    file.file().suffixed() && states.containsKey(file.file().twin());
            if (isSecond || !takesSecond) {
                states.put(file.file(), file.state());
            }
            if (isSecond == takesSecond && file instanceof ScanResult.LeftAlone<Boolean> unread) {
                leftAlone(unread);
            }
        }
    }

    private void leftAlone(ScanResult.LeftAlone<Boolean> unread) throws IOException {
        CollectionFile file = unread.file();
        findings.add(unread.finding());
        CollectionEntry now = CollectionEntry.unread(
                file, unread.state(), store.now(), CollectionEntry.besideOf(file, states), unread.finding());
        boolean isKnown =
                before != null && before.collection(file).filter(now::equals).isPresent();
        if (!isKnown) {
            writing.dropItems(file, tableBefore(file).size());
            writing.put(now, ItemTable.EMPTY);
            read.add(file);
        } else if (begun.contains(file)) {
            // The file is still damaged, and the items before the damage were written again.
            writing.dropItems(file, 0);
        }
    }

    private void dropMissingFiles() throws IOException {
        if (before == null) {
            return;
        }
        Set<CollectionFile> gone = new HashSet<>();
        before.files().forEach(gone::add);
        gone.removeAll(states.keySet());
        for (CollectionFile file : gone) {
            writing.drop(file, tableBefore(file).size());
        }
    }
}
