package loom.aml.store.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.Sha256;

/** The SHA-256 of the archives of one run. They are known as they are written; those of a crashed run are read. */
final class ArchiveSums {
    private final Disk disk;
    private final Path folder;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    ArchiveSums(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    void put(String name, Sha256.Sum sum) {
        known.put(name, sum.hex());
    }

    /** The sum of an archive; empty if it cannot be read, which is no reason not to record the change. */
    Optional<String> of(String name) {
        if (known.containsKey(name)) {
            return Optional.ofNullable(known.get(name));
        }
        try {
            return Optional.of(read(disk, PathWithin.of(disk, folder, name)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String read(Disk disk, Path file) throws IOException {
        try (FileInput in = disk.open(file)) {
            return Sha256.of(in).hex();
        }
    }

    /**
     * Looks whether an archive is the one that was written.
     *
     * @throws DamagedException if it is not
     * @throws java.nio.file.NoSuchFileException if it is gone
     */
    static void require(Disk disk, Path file, String sum) throws IOException {
        if (!read(disk, file).equals(sum)) {
            throw new DamagedException(0, file + " is not what was archived: its SHA-256 is not the one in the record");
        }
    }
}
