package loom.aml.store.loom;

import java.io.BufferedOutputStream;
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
import org.jspecify.annotations.Nullable;

/** What a file is to become, being written under a name of our own. */
final class StagedFile implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    private static final int PLAIN = FileChange.Recode.PLAIN;

    private final Disk disk;
    private final Path path;
    private final FileOutput file;
    private final Checksum checksum = new Checksum();
    private final OutputStream text;
    private boolean finished;
    private boolean kept;

    /**
     * @param file what was just made at the path
     */
    StagedFile(Disk disk, Path path, FileOutput file, Encoding encoding) throws IOException {
        this(disk, path, file, encoding == Encoding.PLAIN ? PLAIN : Deflater.BEST_COMPRESSION);
    }

    /**
     * @param file what was just made at the path
     * @param level of gzip, 1 to 9; 0 for none
     */
    StagedFile(Disk disk, Path path, FileOutput file, int level) throws IOException {
        this.disk = disk;
        this.path = path;
        this.file = file;
        try {
            this.text = encoded(level);
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

    /** Where the text goes, to be encoded on its way. */
    OutputStream text() {
        return text;
    }

    /** Makes the file durable; what it holds as stored. */
    Checksum.Content finish() throws IOException {
        return finish(null);
    }

    /**
     * The same for a file that is to be as old as another.
     *
     * @param modified its time of last modification; null for the present
     */
    Checksum.Content finish(@Nullable Instant modified) throws IOException {
        text.close();
        if (modified != null) {
            disk.setModified(path, modified);
        }
        file.sync();
        file.close();
        finished = true;
        return checksum.content();
    }

    /** Lets the file outlive this object; its path. */
    Path keep() {
        kept = true;
        return path;
    }

    /** Removes the file unless it is to be kept. */
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
