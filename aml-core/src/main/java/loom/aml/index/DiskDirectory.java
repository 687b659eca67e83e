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
import loom.aml.store.log.PrivateFolder;
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
 * The files of an index on the disk of its store, so that what Lucene reads and writes goes the way of everything else, and
 * belongs to the owner of the store. Its locks are not used: ours stands in. Safe for use by many threads.
 */
final class DiskDirectory extends BaseDirectory {
    private static final int WRITTEN_AT_ONCE = 1 << 13;

    /** Bytes up to which a file is read at once: of the lengths of texts a segment asks here and there, for every word. */
    private static final int READ_AS_A_WHOLE = 1 << 20;

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
            return file.state().size() <= READ_AS_A_WHOLE ? whole(name, file) : new Input(path(name), file, context);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static IndexInput whole(String name, FileInput file) throws IOException {
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

    /** A file, or a clone of one: they share what is open, each with a place of its own. */
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
                throw new EOFException(position + " lies behind the end of " + this);
            }
        }

        @Override
        protected void readInternal(ByteBuffer into) throws IOException {
            synchronized (file) {
                file.seek(getFilePointer());
                while (into.hasRemaining()) {
                    int read = file.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
                    if (read < 0) {
                        throw new EOFException(this + " is shorter than it was");
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
