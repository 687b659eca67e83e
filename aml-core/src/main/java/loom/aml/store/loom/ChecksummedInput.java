package loom.aml.store.loom;

import java.io.IOException;
import java.nio.file.Path;
import loom.aml.io.Checksum;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileState;

/** A file whose checksum is taken while it is read. */
public final class ChecksummedInput implements FileInput {
    private static final int WINDOW = 256 << 10;

    private final FileInput file;
    private final Checksum checksum = new Checksum();

    ChecksummedInput(FileInput file) {
        this.file = file;
    }

    @Override
    public FileState state() {
        return file.state();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = file.read(into, offset, length);
        if (n > 0) {
            checksum.update(into, offset, n);
        }
        return n;
    }

    /** A checksum needs every byte once, in order. */
    @Override
    public void seek(long position) {
        throw new UnsupportedOperationException("a file whose checksum is taken is read from front to back");
    }

    /** What is done again and again while a large file is read. */
    interface Pulse {
        void beat() throws IOException;
    }

    /** The checksum of the whole file: what was not read yet is read now. */
    Checksum.Content content() throws IOException {
        return content(() -> {});
    }

    private Checksum.Content content(Pulse pulse) throws IOException {
        byte[] window = new byte[WINDOW];
        while (read(window, 0, window.length) >= 0) {
            pulse.beat();
        }
        return checksum.content();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** The checksum of the file that stands at the path. */
    public static Checksum.Content of(Disk disk, Path path) throws IOException {
        return of(disk, path, () -> {});
    }

    static Checksum.Content of(Disk disk, Path path, Pulse pulse) throws IOException {
        try (ChecksummedInput in = new ChecksummedInput(disk.open(path))) {
            return in.content(pulse);
        }
    }
}
