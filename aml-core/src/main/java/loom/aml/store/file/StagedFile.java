package loom.aml.store.file;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.Deflater;
import loom.aml.io.ByteSink;
import loom.aml.io.Checksum;
import loom.aml.io.Disk;
import loom.aml.io.Encoding;
import loom.aml.io.FileOutput;
import loom.aml.io.GzipOutput;
import loom.aml.store.FileChange;
import loom.aml.store.Rendering;
import org.jspecify.annotations.Nullable;

/** The next version of a file, written under a temporary name. */
final class StagedFile implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    private static final int PLAIN = FileChange.Recode.PLAIN;

    private final Disk disk;
    private final Path path;
    private final FileOutput file;
    private final Checksum checksum = new Checksum();
    private final OutputStream stored;
    private final OutputStream text;
    private final @Nullable Rendering rendering;
    private final byte[] former;
    private boolean finished;
    private boolean kept;

    /** @param file the file just created at the path */
    StagedFile(Disk disk, Path path, FileOutput file, Encoding encoding) throws IOException {
        this(disk, path, file, encoding, null, Rendering.NO_FILE);
    }

    /**
     * @param file the file just created at the path
     * @param rendering the form in which the text is stored; null for the text itself
     * @param former the present file, if it has such a form
     */
    StagedFile(Disk disk, Path path, FileOutput file, Encoding encoding, @Nullable Rendering rendering, byte[] former)
            throws IOException {
        this(disk, path, file, encoding == Encoding.PLAIN ? PLAIN : Deflater.BEST_COMPRESSION, rendering, former);
    }

    /**
     * @param file the file just created at the path
     * @param level the gzip level, 1 to 9; 0 for plain text
     */
    StagedFile(Disk disk, Path path, FileOutput file, int level) throws IOException {
        this(disk, path, file, level, null, Rendering.NO_FILE);
    }

    private StagedFile(Disk disk, Path path, FileOutput file, int level, @Nullable Rendering rendering, byte[] former)
            throws IOException {
        this.disk = disk;
        this.path = path;
        this.file = file;
        try {
            this.stored = encoded(level);
            this.rendering = rendering;
            this.former = former;
            this.text = rendering == null ? stored : new ByteArrayOutputStream();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private OutputStream encoded(int level) throws IOException {
        OutputStream stored = ByteSink.both(file::write, checksum::update).stream();
        return new BufferedOutputStream(level == PLAIN ? stored : new GzipOutput(stored, level), BUFFER);
    }

    Path path() {
        return path;
    }

    /** Returns the stream for the text, which is encoded when it is written. */
    OutputStream text() {
        return text;
    }

    /** Makes the file durable and returns its stored content. */
    Checksum.Content finish() throws IOException {
        return finish(null);
    }

    /**
     * Makes the file durable with a given modification time and returns its stored content.
     *
     * @param modified the modification time; null for the present
     */
    Checksum.Content finish(@Nullable Instant modified) throws IOException {
        if (rendering != null && text instanceof ByteArrayOutputStream items) {
            stored.write(rendering.stored(items.toByteArray(), former));
        }
        stored.close();
        if (modified != null) {
            disk.setModified(path, modified);
        }
        file.sync();
        file.close();
        finished = true;
        return checksum.content();
    }

    /** Keeps the file after this object is closed, and returns its path. */
    Path keep() {
        kept = true;
        return path;
    }

    /** Removes the file unless it was kept. */
    @Override
    public void close() throws IOException {
        if (!kept) {
            if (!finished) {
                file.close();
            }
            disk.delete(path);
        }
    }
}
