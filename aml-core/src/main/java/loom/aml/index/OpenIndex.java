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
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/** One commit of an index, open for reading, whatever is committed meanwhile. Safe for use by many threads. */
final class OpenIndex implements AutoCloseable {
    private final DirectoryReader reader;
    private final SortedMap<CollectionFile, Known> files;
    private final Map<CollectionFile, ItemTable> tables = new ConcurrentHashMap<>();

    /** Where in the index a file is described. */
    private record Known(CollectionEntry collection, LeafReader leaf, int document) {}

    private OpenIndex(DirectoryReader reader, SortedMap<CollectionFile, Known> files) {
        this.reader = reader;
        this.files = Collections.unmodifiableSortedMap(files);
    }

    /**
     * Opens the newest commit.
     *
     * @throws UnusableIndexException if there is none, or if it must be rebuilt
     * @throws IOException if it cannot be read now
     */
    static OpenIndex open(Directory directory) throws IOException {
        return LuceneCall.of(() -> opened(directory));
    }

    private static OpenIndex opened(Directory directory) throws IOException {
        try {
            DirectoryReader reader = DirectoryReader.open(directory);
            try {
                if (!IndexCommit.isOurs(reader.getIndexCommit().getUserData())) {
                    throw new UnusableIndexException("it is of another version of aml", false, null);
                }
                return new OpenIndex(reader, files(reader));
            } catch (IOException | RuntimeException | Error e) {
                reader.close();
                throw e;
            }
        } catch (IndexNotFoundException e) {
            throw new UnusableIndexException("there is none", true, e);
        }
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

    /** What is known of each collection file. */
    Iterable<CollectionFile> files() {
        return files.keySet();
    }

    Optional<CollectionEntry> collection(CollectionFile file) {
        return Optional.ofNullable(files.get(file)).map(Known::collection);
    }

    /** Where the items of a file stand; empty if nothing is known of it. */
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

    /** Items that can be found. */
    long items() {
        return (long) reader.numDocs() - files.size();
    }

    /** Whether it knows a store as it is. */
    boolean isFresh(StoreListing listing) {
        return CollectionEntry.areOf(collections(), listing);
    }

    /** What is known of all files. */
    List<CollectionEntry> collections() {
        return files.values().stream().map(Known::collection).toList();
    }

    /**
     * Reads every byte of it against its checksums.
     *
     * @throws UnusableIndexException if one is not what was written
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
        reader.close();
    }
}
