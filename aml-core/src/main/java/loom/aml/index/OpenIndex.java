package loom.aml.index;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.store.CollectionFile;
import loom.aml.store.StoreListing;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** One commit of an index, open for reading independently of later commits. Thread-safe. */
final class OpenIndex implements AutoCloseable {
    private final DirectoryReader reader;
    private final SortedMap<CollectionFile, Known> files;
    private final Map<CollectionFile, ItemTable> tables;
    private final KnownAnswers answers;

    /** The position of a file's document in the index. */
    private record Known(CollectionEntry collection, LeafReader leaf, int document) {
        /** Returns whether this is the same document, which never changes, of the same segment. */
        boolean isSame(Known other) {
            return document == other.document && core(leaf) == core(other.leaf);
        }

        private static Object core(LeafReader leaf) {
            IndexReader.CacheHelper helper = leaf.getCoreCacheHelper();
            return helper == null ? leaf : helper.getKey();
        }
    }

    private OpenIndex(
            DirectoryReader reader,
            SortedMap<CollectionFile, Known> files,
            Map<CollectionFile, ItemTable> tables,
            KnownAnswers answers) {
        this.reader = reader;
        this.files = Collections.unmodifiableSortedMap(files);
        this.tables = tables;
        this.answers = answers;
    }

    /**
     * Opens the latest commit.
     *
     * @throws UnusableIndexException if the index is absent or must be rebuilt
     * @throws IOException if it cannot be read now
     */
    static OpenIndex open(Directory directory) throws IOException {
        return open(directory, null);
    }

    /**
     * Opens the latest commit, and shares with an open one what they have in common: it is neither read nor held twice.
     * Each of the two must be closed.
     *
     * @param before null to read everything
     * @throws UnusableIndexException if the index is absent or must be rebuilt
     * @throws IOException if it cannot be read now
     */
    static OpenIndex open(Directory directory, @Nullable OpenIndex before) throws IOException {
        return LuceneCall.of(() -> opened(directory, before));
    }

    private static OpenIndex opened(Directory directory, @Nullable OpenIndex before) throws IOException {
        try {
            DirectoryReader reader = reader(directory, before);
            try {
                if (!IndexCommit.isOurs(reader.getIndexCommit().getUserData())) {
                    throw new UnusableIndexException("it is of another version of aml", false, null);
                }
                return before != null && before.reader == reader
                        ? new OpenIndex(reader, before.files, before.tables, before.answers)
                        : ofFiles(reader, files(reader), before);
            } catch (IOException | RuntimeException | Error e) {
                reader.decRef();
                throw e;
            }
        } catch (IndexNotFoundException e) {
            throw new UnusableIndexException("it does not exist", true, e);
        }
    }

    /** Returns the numbers of documents that are in use and that are deleted but still stored. */
    IndexDocuments documents() {
        return new IndexDocuments(reader.numDocs(), reader.numDeletedDocs());
    }

    private static DirectoryReader reader(Directory directory, @Nullable OpenIndex before) throws IOException {
        if (before == null || before.reader.directory() != directory || !before.isOfBuildIn(directory)) {
            return DirectoryReader.open(directory);
        }
        try {
            DirectoryReader changed = DirectoryReader.openIfChanged(before.reader);
            if (changed != null) {
                return changed;
            }
            before.reader.incRef();
            return before.reader;
        } catch (IllegalStateException e) {
            // Another process is rebuilding the index, or another thread closed the open one.
            return DirectoryReader.open(directory);
        }
    }

    /** Returns whether the index has not been rebuilt since. Lucene compares numbers, which a rebuilt index repeats. */
    private boolean isOfBuildIn(Directory directory) throws IOException {
        String build = IndexCommit.buildOf(reader.getIndexCommit().getUserData());
        return !build.isEmpty()
                && build.equals(IndexCommit.buildOf(
                        SegmentInfos.readLatestCommit(directory).getUserData()));
    }

    private static OpenIndex ofFiles(
            DirectoryReader reader, SortedMap<CollectionFile, Known> files, @Nullable OpenIndex before) {
        Map<CollectionFile, ItemTable> tables = new ConcurrentHashMap<>();
        if (before != null) {
            before.tables.forEach((file, table) -> {
                Known now = files.get(file);
                Known then = before.files.get(file);
                if (now != null && then != null && now.isSame(then)) {
                    tables.put(file, table);
                }
            });
        }
        return new OpenIndex(reader, files, tables, new KnownAnswers());
    }

    private static SortedMap<CollectionFile, Known> files(DirectoryReader reader) throws IOException {
        SortedMap<CollectionFile, Known> files = new TreeMap<>();
        for (LeafReaderContext context : reader.leaves()) {
            LeafReader leaf = context.reader();
            BinaryDocValues states = leaf.getBinaryDocValues(SearchField.STATE);
            Bits live = leaf.getLiveDocs();
            while (states != null && states.nextDoc() != BinaryDocValues.NO_MORE_DOCS) {
                if (live == null || live.get(states.docID())) {
                    CollectionEntry collection = CollectionDocument.parse(states.binaryValue());
                    files.put(collection.file(), new Known(collection, leaf, states.docID()));
                }
            }
        }
        return files;
    }

    DirectoryReader reader() {
        return reader;
    }

    /** Returns the latest answers from this commit. */
    KnownAnswers answers() {
        return answers;
    }

    /** Returns the collection files in the index. */
    Iterable<CollectionFile> files() {
        return files.keySet();
    }

    Optional<CollectionEntry> collection(CollectionFile file) {
        return Optional.ofNullable(files.get(file)).map(Known::collection);
    }

    /** Returns the positions of a file's items; empty if the file is not indexed. */
    ItemTable table(CollectionFile file) throws IOException {
        ItemTable loaded = tables.get(file);
        if (loaded == null) {
            loaded = load(file);
            tables.put(file, loaded);
        }
        return loaded;
    }

    private ItemTable load(CollectionFile file) throws IOException {
        Known known = files.get(file);
        if (known == null) {
            return ItemTable.EMPTY;
        }
        BinaryDocValues tables = known.leaf.getBinaryDocValues(SearchField.TABLE);
        if (tables == null || !tables.advanceExact(known.document)) {
            return ItemTable.EMPTY;
        }
        BytesRef bytes = BytesRef.deepCopyOf(tables.binaryValue());
        return new ItemTable(bytes.bytes, bytes.offset, bytes.length);
    }

    /** Returns the number of items. */
    long items() {
        return (long) reader.numDocs() - files.size();
    }

    /** Returns whether the index matches the current store. */
    boolean isFresh(StoreListing listing) {
        return CollectionEntry.areCurrent(collections(), listing);
    }

    /** Returns the entries of all files. */
    List<CollectionEntry> collections() {
        return files.values().stream().map(Known::collection).toList();
    }

    /**
     * Verifies the checksums of all files.
     *
     * @throws UnusableIndexException if a checksum does not match
     */
    void verify() throws IOException {
        LuceneCall.of(() -> {
            for (LeafReaderContext context : reader.leaves()) {
                if (context.reader() instanceof CodecReader segment) {
                    segment.checkIntegrity();
                }
            }
            return this;
        });
    }

    @Override
    public void close() throws IOException {
        reader.decRef();
    }
}
