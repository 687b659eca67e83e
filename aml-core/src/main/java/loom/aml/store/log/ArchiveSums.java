package loom.aml.store.log;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.io.DamagedException;
import loom.aml.io.Sha256;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.ObjectFile;

/** The SHA-256 of the archives of one run. They are known as they are written; those of a crashed run are read. */
final class ArchiveSums {
    private final BackupTarget target;
    private final String folder;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    ArchiveSums(BackupTarget target, String folder) {
        this.target = target;
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
            return Optional.of(read(name));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String read(String name) throws IOException {
        try (ObjectFile object = new ObjectFile(target.open(folder + name))) {
            return Sha256.of(object).hex();
        }
    }

    /**
     * Verifies that an archive is the one that was written.
     *
     * @throws DamagedException if it is not
     * @throws java.nio.file.NoSuchFileException if it does not exist
     */
    void require(String name, String sum) throws IOException {
        if (!read(name).equals(sum)) {
            throw new DamagedException(
                    0,
                    target.location() + "/" + folder + name
                            + " is not what was archived: its SHA-256 is not the one in the record");
        }
    }
}
