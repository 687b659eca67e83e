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
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * Collects changes to an index for one commit. Items of different files may be written by several threads at once.
 * Write failures are thrown unchecked, to distinguish them from failures to read the store.
 */
final class IndexCommit implements AutoCloseable {
    private static final String FORMAT_KEY = "format";
    private static final String BUILD_KEY = "build";
    private static final double MB = 1 << 20;

    /** The size of the buffer before a segment is written. A store of 50,000 items fits into one. */
    private static final double BUFFER_MB = 96;

    /** Limits the buffer to an eighth of a small heap, in bytes per MB. */
    private static final double SHARE_OF_HEAP = 8 * MB;

    /** Segments of up to this size are merged with each other first. A change of one item adds one of some 10 kB. */
    private static final double SMALL_SEGMENT_MB = 1;

    /** Merging makes no segment larger than this share of the index, so that a change never has to rewrite most of the index. */
    private static final double LARGEST_SHARE = 0.25;

    private final IndexWriter writer;
    private final String build;
    private final AtomicLong added = new AtomicLong();
    private final AtomicLong removed = new AtomicLong();
    private boolean isChanged;

    /**
     * @param before the latest commit in the directory, whose open files are used; null if the index is empty. Segments are not
     *     merged then, because that would only cost time
     */
    IndexCommit(Directory directory, @Nullable OpenIndex before) throws IOException {
        boolean isNew = before == null;
        IndexWriterConfig config = new IndexWriterConfig()
                .setOpenMode(isNew ? IndexWriterConfig.OpenMode.CREATE : IndexWriterConfig.OpenMode.APPEND)
                .setCommitOnClose(false)
                .setRAMBufferSizeMB(Math.min(BUFFER_MB, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP))
                .setUseCompoundFile(!isNew)
                .setMergePolicy(before == null ? NoMergePolicy.INSTANCE : merging(before))
                .setMergeScheduler(new SerialMergeScheduler());
        String known = "";
        if (before != null) {
            config.setIndexCommit(before.reader().getIndexCommit());
            known = buildOf(before.reader().getIndexCommit().getUserData());
        }
        this.build = known.isEmpty() ? StringHelper.idToString(StringHelper.randomId()) : known;
        this.isChanged = isNew;
        this.writer = new IndexWriter(directory, config);
    }

    /** By default, Lucene merges the segments of an index up to 16 MB into one, again after each tenth change. */
    private static MergePolicy merging(OpenIndex before) throws IOException {
        double size = 0;
        for (LeafReaderContext leaf : before.reader().leaves()) {
            if (leaf.reader() instanceof SegmentReader segment) {
                size += segment.getSegmentInfo().sizeInBytes();
            }
        }
        return new TieredMergePolicy()
                .setFloorSegmentMB(SMALL_SEGMENT_MB)
                .setMaxMergedSegmentMB(Math.max(2 * SMALL_SEGMENT_MB, LARGEST_SHARE * size / MB));
    }

    /** Returns whether a commit has the current format. */
    static boolean isOurs(Map<String, String> commitData) {
        return SearchField.FORMAT.equals(commitData.get(FORMAT_KEY));
    }

    /** Returns the name that the commits of an index have in common until it is rebuilt; empty if an earlier version built it. */
    static String buildOf(Map<String, String> commitData) {
        return commitData.getOrDefault(BUILD_KEY, "");
    }

    /** Returns the number of items written, including those that replaced another version. */
    long added() {
        return added.get();
    }

    /** Returns the number of items removed. */
    long removed() {
        return removed.get();
    }

    /** Begins the items of a file. */
    FileItems items(CollectionFile file, ItemTable before, ItemTable counting) {
        return new FileItems(file, before, counting);
    }

    /** Records the entry of a file. */
    void put(CollectionEntry collection, ItemTable table) {
        write(() -> writer.updateDocument(
                CollectionDocument.key(collection.file()), CollectionDocument.of(collection, table)));
    }

    /** Removes the items of a file. */
    void dropItems(CollectionFile file, int items) {
        write(() -> writer.deleteDocuments(new Term(SearchField.COLLECTION, PathTerm.of(file.path()))));
        removed.addAndGet(items);
    }

    /** Removes a file and its items. */
    void drop(CollectionFile file, int items) {
        write(() -> writer.deleteDocuments(CollectionDocument.key(file)));
        dropItems(file, items);
    }

    /**
     * Writes the buffers as segments, on several cores: each thread has its own buffer.
     *
     * @throws IOException if it fails; nothing is committed
     */
    void flush(int threads) throws IOException {
        List<Integer> each = IntStream.range(0, threads).boxed().toList();
        new Workers(threads).map(each, _ -> 1, _ -> writer.flushNextBuffer());
    }

    /** Commits all changes durably and atomically. */
    void commit() throws IOException {
        if (isChanged) {
            writer.setLiveCommitData(
                    Map.of(FORMAT_KEY, SearchField.FORMAT, BUILD_KEY, build).entrySet());
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
     * Receives the items of one file. Items that are not indexed in this version are written, and items that no longer
     * exist are removed. Items without an id cannot be requested and are skipped.
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
            boolean isPresent = row >= 0 || number >= 0;
            long content = number >= 0 ? items.content(number) : row >= 0 ? before.content(row) : 0;
            if (!items.add(item, fingerprint) || (isPresent && content == fingerprint.content())) {
                return;
            }
            List<IndexableField> fields = document.of(item, id);
            write(() -> {
                if (isPresent) {
                    writer.updateDocument(document.key(id), fields);
                } else {
                    writer.addDocument(fields);
                }
            });
            written++;
        }

        /** Removes the items that no longer exist; returns the positions of the others. */
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
