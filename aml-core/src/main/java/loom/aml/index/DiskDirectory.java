package loom.aml.index;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.FileOutput;
import loom.aml.io.FileState;
import loom.aml.storage.PrivateFolder;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.store.BaseDirectory;
import org.apache.lucene.store.BufferedIndexInput;
import org.apache.lucene.store.ByteBuffersDataInput;
import org.apache.lucene.store.ByteBuffersIndexInput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.store.OutputStreamIndexOutput;

/**
 * A Lucene directory on the disk of the store, so that Lucene's file access goes through {@link loom.aml.io.Disk} and
 * its files belong to the owner of the store. Lucene's locks are not used; see {@link IndexFolder}. Thread-safe.
 */
final class DiskDirectory extends BaseDirectory {
    private static final int WRITTEN_AT_ONCE = 1 << 13;

    /**
     * Files up to this size in bytes are read completely, because Lucene reads the lengths of texts in a segment at
     * random positions for every word.
     */
    private static final int MAX_BUFFERED_FILE = 1 << 20;

    private final Disk disk;
    private final PrivateFolder folder;
    private final AtomicLong temporaries = new AtomicLong();

    DiskDirectory(Disk disk, PrivateFolder folder) {
        super(NoLockFactory.INSTANCE);
        this.disk = disk;
        this.folder = folder;
    }

    private Path path(String name) {
        return FileName.resolve(folder.path(), name);
    }

    @Override
    public String[] listAll() throws IOException {
        return disk.list(folder.path()).stream().map(DirectoryEntry::name).toArray(String[]::new);
    }

    @Override
    public void deleteFile(String name) throws IOException {
        disk.delete(path(name));
    }

    @Override
    public long fileLength(String name) throws IOException {
        FileState state = disk.state(path(name));
        if (state.isMissing()) {
            throw new NoSuchFileException(path(name).toString());
        }
        return state.size();
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
        Path file = path(name);
        return new OutputStreamIndexOutput(file.toString(), name, folder.create(file), WRITTEN_AT_ONCE);
    }

    @Override
    public IndexOutput createTempOutput(String prefix, String suffix, IOContext context) throws IOException {
        String number = Long.toString(temporaries.getAndIncrement(), Character.MAX_RADIX);
        return createOutput(IndexFileNames.segmentFileName(prefix, suffix + "_" + number, "tmp"), context);
    }

    @Override
    public void sync(Collection<String> names) throws IOException {
        for (String name : names) {
            try (FileOutput file = disk.append(path(name))) {
                file.sync();
            }
        }
    }

    @Override
    public void syncMetaData() throws IOException {
        disk.syncDirectory(folder.path());
    }

    @Override
    public void rename(String source, String destination) throws IOException {
        disk.rename(path(source), path(destination));
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
        FileInput file = disk.open(path(name));
        try {
            return file.state().size() <= MAX_BUFFERED_FILE
                    ? buffered(name, file)
                    : new Input(path(name), file, context);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static IndexInput buffered(String name, FileInput file) throws IOException {
        try (InputStream bytes = file.stream()) {
            return new ByteBuffersIndexInput(
                    new ByteBuffersDataInput(List.of(ByteBuffer.wrap(bytes.readAllBytes()))), name);
        }
    }

    @Override
    public Set<String> getPendingDeletions() {
        return Set.of();
    }

    @Override
    public void close() {
        isOpen = false;
    }

    /** A file, or a clone of one. Clones share the open file, each with its own position. */
    private static final class Input extends BufferedIndexInput {
        private final FileInput file;
        private boolean isClone;

        Input(Path path, FileInput file, IOContext context) {
            super(path.toString(), context);
            this.file = file;
        }

        @Override
        public long length() {
            return file.state().size();
        }

        @Override
        protected void seekInternal(long position) throws IOException {
            if (position > length()) {
                throw new EOFException(position + " is beyond the end of " + this);
            }
        }

        @Override
        protected void readInternal(ByteBuffer into) throws IOException {
            synchronized (file) {
                file.seek(getFilePointer());
                while (into.hasRemaining()) {
                    int read = file.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
                    if (read < 0) {
                        throw new EOFException(this + " is shorter than before");
                    }
                    into.position(into.position() + read);
                }
            }
        }

        @Override
        public Input clone() {
            Input clone = (Input) super.clone();
            clone.isClone = true;
            return clone;
        }

        @Override
        public void close() throws IOException {
            if (!isClone) {
                file.close();
            }
        }
    }
}
