package loom.aml.io;

import java.io.IOException;
import java.nio.file.Path;

/** Reads documents of aml, each of which has a size that no document of its kind exceeds. */
public final class SmallFile {
    private SmallFile() {}

    /**
     * Reads a file as a whole.
     *
     * @param limit bytes that a file of this kind never exceeds
     * @throws FileTooLargeException if it has more
     */
    public static byte[] read(Disk disk, Path file, long limit) throws IOException {
        try (FileInput in = disk.open(file)) {
            return in.readAll(file, limit);
        }
    }
}
