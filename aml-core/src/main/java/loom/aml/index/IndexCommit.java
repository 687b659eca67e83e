package loom.aml.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import loom.aml.item.CollectionReader;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.store.CollectionFile;
import loom.aml.store.Workers;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;

/**
 * Changes to an index on their way to one commit. What is read of several files may be written at once by several threads. A
 * failure to write is thrown unchecked: that a file of the store cannot be read is another thing.
 */
final class IndexCommit implements AutoCloseable {
    private static final String FORMAT_KEY = "format";

    /** What is gathered before a segment is written. A store of 50,000 items needs no second one. */
    private static final double BUFFER_MB = 96;

    /** A small heap has other uses: an eighth of it, in bytes for each MB. */
    private static final double SHARE_OF_HEAP = 8 * 1024 * 1024.0;

    private final IndexWriter writer;
    private final AtomicLong added = new AtomicLong();
    private final AtomicLong removed = new AtomicLong();
    private boolean isChanged;

    /**
     * @param isNew whether nothing is there yet; then nothing is merged, which would only cost time
     */
    IndexCommit(Directory directory, boolean isNew) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig()
                .setOpenMode(isNew ? IndexWriterConfig.OpenMode.CREATE : IndexWriterConfig.OpenMode.APPEND)
                .setCommitOnClose(false)
                .setRAMBufferSizeMB(Math.min(BUFFER_MB, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP))
                .setUseCompoundFile(!isNew)
                .setMergePolicy(isNew ? NoMergePolicy.INSTANCE : new TieredMergePolicy())
                .setMergeScheduler(new SerialMergeScheduler());
        this.isChanged = isNew;
        this.writer = new IndexWriter(directory, config);
    }

    /** Whether the format of a commit is ours. */
    static boolean isOurs(Map<String, String> commitData) {
        return SearchField.FORMAT.equals(commitData.get(FORMAT_KEY));
    }

    /** Items that were written, those that took the place of another version too. */
    long added() {
        return added.get();
    }

    /** Items that were taken out for good. */
    long removed() {
        return removed.get();
    }

    /** Begins the items of a file. */
    FileItems items(CollectionFile file, ItemTable before, ItemTable counting) {
        return new FileItems(file, before, counting);
    }

    /** Writes down what is known of a file. */
    void put(CollectionEntry collection, ItemTable table) {
        write(() -> writer.updateDocument(
                CollectionDocument.key(collection.file()), CollectionDocument.of(collection, table)));
    }

    /** Takes out the items of a file. */
    void dropItems(CollectionFile file, int items) {
        write(() -> writer.deleteDocuments(new Term(SearchField.COLLECTION, PathTerm.of(file.path()))));
        removed.addAndGet(items);
    }

    /** Takes out a file and its items. */
    void drop(CollectionFile file, int items) {
        write(() -> writer.deleteDocuments(CollectionDocument.key(file)));
        dropItems(file, items);
    }

    /**
     * Turns what was gathered into segments, on several cores: each thread that wrote gathered one of its own.
     *
     * @throws IOException if that fails; nothing of it is committed
     */
    void flush(int threads) throws IOException {
        List<Integer> each = IntStream.range(0, threads).boxed().toList();
        new Workers(threads).map(each, _ -> 1, _ -> writer.flushNextBuffer());
    }

    /** Makes all that was written durable, in one step that no reader sees half done. */
    void commit() throws IOException {
        if (isChanged) {
            writer.setLiveCommitData(Map.of(FORMAT_KEY, SearchField.FORMAT).entrySet());
            writer.commit();
        }
    }

    private interface Write {
        void run() throws IOException;
    }

    private void write(Write write) {
        isChanged = true;
        try {
            write.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        writer.rollback();
    }

    /**
     * The items of one file as they are read: those that are not in the index in this very version are written, those that are
     * gone are taken out. An item without an id is nothing that could be asked for.
     */
    final class FileItems implements CollectionReader.Visitor {
        private final ItemTable before;
        private final ItemTable counting;
        private final ItemDocument document;
        private final ItemTableBuilder items = new ItemTableBuilder();
        private long written;

        private FileItems(CollectionFile file, ItemTable before, ItemTable counting) {
            this.before = before;
            this.counting = counting;
            this.document = new ItemDocument(file);
        }

        @Override
        public void item(Item item) {
            Fingerprint fingerprint = item.fingerprint();
            long id = fingerprint.id();
            if (id == 0 || counting.find(id) >= 0) {
                return;
            }
            int row = before.find(id);
            int number = items.find(id);
            boolean isThere = row >= 0 || number >= 0;
            long there = number >= 0 ? items.content(number) : row >= 0 ? before.content(row) : 0;
            if (!items.add(item, fingerprint) || (isThere && there == fingerprint.content())) {
                return;
            }
            List<org.apache.lucene.index.IndexableField> fields = document.of(item, id);
            write(() -> {
                if (isThere) {
                    writer.updateDocument(document.key(id), fields);
                } else {
                    writer.addDocument(fields);
                }
            });
            written++;
        }

        /** Takes out the items that are gone; where those stand that are there. */
        ItemTable finish() {
            for (int row = 0; row < before.size(); row++) {
                long id = before.id(row);
                if (items.find(id) < 0) {
                    write(() -> writer.deleteDocuments(document.key(id)));
                    removed.incrementAndGet();
                }
            }
            added.addAndGet(written);
            return items.build();
        }
    }
}
