package loom.aml.io;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
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

    /** A check immediately before the new content gets the name of the file. It throws to keep the old content. */
    public interface Precondition {
        void check() throws IOException;
    }

    /** Gives the temporary file its name. */
    private interface Publication {
        void publish(Path part, Path file) throws IOException;
    }

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
        Access access = disk.state(absolute).isFile()
                ? disk.access(absolute)
                : new Access(PosixFilePermissions.fromString(mode), null, null);
        publish(disk, absolute, content, access, disk::rename);
    }

    /** Replaces an existing file, if it still meets the precondition when the new content is complete. */
    public static void write(Disk disk, Path file, byte[] content, Access access, Precondition precondition)
            throws IOException {
        publish(disk, file.toAbsolutePath(), content, access, (part, target) -> {
            precondition.check();
            disk.rename(part, target);
        });
    }

    /**
     * Creates a file.
     *
     * @throws FileAlreadyExistsException if the name exists when the content is complete
     */
    public static void create(Disk disk, Path file, byte[] content, Access access) throws IOException {
        publish(disk, file.toAbsolutePath(), content, access, (part, target) -> {
            try {
                disk.link(part, target);
                disk.delete(part);
            } catch (UnsupportedOperationException e) {
                // Without hard links another program can still create the file between these two calls.
                if (!disk.state(target).isMissing()) {
                    throw new FileAlreadyExistsException(FileName.text(target));
                }
                disk.rename(part, target);
            }
        });
    }

    private static void publish(Disk disk, Path file, byte[] content, Access access, Publication publication)
            throws IOException {
        Path directory = Objects.requireNonNull(file.getParent(), "a file has a parent directory");
        // A dotfile with its own suffix, so that a collector of *.prom files ignores it.
        Path part = FileName.resolve(directory, "." + FileName.last(file) + PART);
        if (!disk.state(part).isMissing()) {
            disk.delete(part);
        }
        try {
            try (FileOutput out = disk.create(part, access)) {
                out.write(content, 0, content.length);
                out.sync();
            }
            publication.publish(part, file);
        } catch (IOException e) {
            if (!disk.state(part).isMissing()) {
                disk.delete(part);
            }
            throw e;
        }
        disk.syncDirectory(directory);
    }
}
