package loom.aml.sample;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileOutput;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.JacksonIOException;

/**
 * The target directory of a sample, which several threads write. Its files have the owner and the permissions of the
 * directory: 0644 with the usual umask.
 */
final class SampleFolder {
    private static final int GZIP_BUFFER = 16 << 10;
    private static final int BUFFER = 64 << 10;

    private final Disk disk;
    private final Path root;
    private final Access directories;
    private final Access files;
    private final Deque<Path> made = new ConcurrentLinkedDeque<>();
    private final AtomicInteger filesWritten = new AtomicInteger();
    private final AtomicLong bytesWritten = new AtomicLong();

    /** The content of a file. */
    @FunctionalInterface
    interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private SampleFolder(Disk disk, Path root, Access access) {
        this.disk = disk;
        this.root = root;
        this.directories = access;
        this.files = access.withoutExecution();
    }

    /**
     * Creates the directory and its parents if missing.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the path exists and is not an empty directory
     */
    static SampleFolder at(Disk disk, Path target) throws IOException {
        Path root = SampleStore.makeDirectory(disk, target);
        return new SampleFolder(disk, root, disk.access(root));
    }

    void makeDirectory(String name) throws IOException {
        Path directory = FileName.resolve(root, name);
        disk.createDirectory(directory, directories);
        made.push(directory);
    }

    /**
     * Writes a file.
     *
     * @return the length of its text in bytes, before compression
     */
    long write(String path, boolean gzip, Content content) throws IOException {
        Path file = FileName.resolve(root, path);
        try (FileOutput out = disk.create(file, files)) {
            made.push(file);
            Counted stored = new Counted(out);
            long length = gzip ? compressed(stored, content) : plain(stored, content);
            filesWritten.incrementAndGet();
            bytesWritten.addAndGet(stored.count);
            return length;
        }
    }

    /** The default level, like the runtime; the highest takes several times as long for a few percent. */
    private static long compressed(OutputStream stored, Content content) throws IOException {
        try (GZIPOutputStream gzip = new GZIPOutputStream(stored, GZIP_BUFFER)) {
            return plain(gzip, content);
        }
    }

    private static long plain(OutputStream out, Content content) throws IOException {
        Counted text = new Counted(out);
        try (JsonGenerator json = RuntimeJson.generator(new BufferedOutputStream(text, BUFFER))) {
            content.writeTo(json);
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
        return text.count;
    }

    /** Returns the number of files written. */
    int files() {
        return filesWritten.get();
    }

    /** Returns their size on disk in bytes. */
    long bytes() {
        return bytesWritten.get();
    }

    /**
     * Deletes everything in reverse order, so the directory is empty again.
     *
     * @param cause the reason; failures to delete are added as suppressed
     */
    void clear(Throwable cause) {
        for (Path path : made) {
            try {
                disk.delete(path);
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    private static final class Counted extends OutputStream {
        private final OutputStream out;
        private long count;

        Counted(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        /** Does not close the file; the caller does. */
        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
