package loom.aml.store.log;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.io.DamagedException;
import loom.aml.io.Sha256;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.ObjectFile;

/**
 * The SHA-256 of the archives of one run. They are computed while archives are written; for a crashed run, archives are read.
 */
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

    /**
     * Returns the SHA-256 of an archive; empty if it cannot be read, because the change must be recorded all the same.
     */
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
     * Verifies that an archive is unchanged.
     *
     * @throws DamagedException if it was changed
     * @throws java.nio.file.NoSuchFileException if it does not exist
     */
    void require(String name, String sum) throws IOException {
        if (!read(name).equals(sum)) {
            throw new DamagedException(
                    0,
                    target.location() + "/" + folder + name
                            + " was changed after it was written: its SHA-256 differs from the one in the record");
        }
    }
}
