package loom.aml.io;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * Writes a whole file outside of a store in one step: beside it under another name, synced, then by rename. A reader sees the
 * old content or the new, never half of it.
 */
public final class Replacement {
    private static final String PART = ".part";

    private Replacement() {}

    /** Writes a file that everybody may read, or that keeps the mode and the owner it has. */
    public static void write(Disk disk, Path file, byte[] content) throws IOException {
        write(disk, file, content, "rw-r--r--");
    }

    /** Writes a file that its owner alone may read, unless it stands there with another mode already. */
    public static void writePrivately(Disk disk, Path file, byte[] content) throws IOException {
        write(disk, file, content, "rw-------");
    }

    private static void write(Disk disk, Path file, byte[] content, String mode) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path directory = Objects.requireNonNull(absolute.getParent(), "a file lies in a directory");
        Access access = disk.state(absolute).isFile()
                ? disk.access(absolute)
                : new Access(PosixFilePermissions.fromString(mode), null, null);
        // A dotfile, and not of the name's ending: whoever collects *.prom in the directory must not see it.
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
