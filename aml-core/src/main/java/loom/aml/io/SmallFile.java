package loom.aml.io;

import java.io.IOException;
import java.nio.file.Path;

/** Reads documents written by aml. Each kind has a maximum size. */
public final class SmallFile {
    private SmallFile() {}

    /**
     * Reads a whole file.
     *
     * @param limit the maximum size in bytes
     * @throws FileTooLargeException if the file is larger
     */
    public static byte[] read(Disk disk, Path file, long limit) throws IOException {
        try (FileInput in = disk.open(file)) {
            return in.readAll(file, limit);
        }
    }
}
