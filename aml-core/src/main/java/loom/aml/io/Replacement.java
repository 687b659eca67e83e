package loom.aml.io;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * Replaces a file outside of a store atomically: writes a temporary file beside it, syncs it and renames it. A reader
 * sees the old content or the new content, never a mixture.
 */
public final class Replacement {
    private static final String PART = ".part";

    private Replacement() {}

    /** Writes a file that is readable by everyone, or keeps the mode and owner of the existing file. */
    public static void write(Disk disk, Path file, byte[] content) throws IOException {
        write(disk, file, content, "rw-r--r--");
    }

    /** Writes a file that is readable by its owner only, or keeps the mode of the existing file. */
    public static void writePrivately(Disk disk, Path file, byte[] content) throws IOException {
        write(disk, file, content, "rw-------");
    }

    private static void write(Disk disk, Path file, byte[] content, String mode) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path directory = Objects.requireNonNull(absolute.getParent(), "a file has a parent directory");
        Access access = disk.state(absolute).isFile()
                ? disk.access(absolute)
                : new Access(PosixFilePermissions.fromString(mode), null, null);
        // A dotfile with its own suffix, so that a collector of *.prom files ignores it.
        Path part = FileName.resolve(directory, "." + FileName.last(absolute) + PART);
        if (!disk.state(part).isMissing()) {
            disk.delete(part);
        }
        try {
            try (FileOutput out = disk.create(part, access)) {
                out.write(content, 0, content.length);
                out.sync();
            }
            disk.rename(part, absolute);
        } catch (IOException e) {
            if (!disk.state(part).isMissing()) {
                disk.delete(part);
            }
            throw e;
        }
        disk.syncDirectory(directory);
    }
}
