package loom.aml.run;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import loom.aml.backup.Backup;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.io.DamagedException;
import loom.aml.monitor.BackupStatus;
import loom.aml.store.StorePaths;

/**
 * Checks the newest backup quickly: its manifest can be read, its segments exist and have a table, and small segments
 * are intact. Reading large segments takes too long for a health check; {@code verify} does that.
 */
final class SnapshotCheck {
    /** The maximum number of segment bytes to read. */
    private static final long MOST_READ = 2 << 20;

    private final Repository repository;

    private SnapshotCheck(Repository repository) {
        this.repository = repository;
    }

    /** Returns the state of backups, reduced to the claims that the snapshots confirm. */
    static BackupStatus confirmed(StorePaths store, BackupStatus claimed) throws IOException {
        if (claimed.newestVerified().isEmpty()) {
            return claimed;
        }
        try (Backup backup = Backup.of(store, new SplittableRandom(0))) {
            return new SnapshotCheck(backup.repository()).confirmed(claimed);
        }
    }

    private BackupStatus confirmed(BackupStatus claimed) throws IOException {
        Optional<String> fault = Optional.empty();
        List<SnapshotName> names = repository.snapshots();
        for (SnapshotName name : names.reversed()) {
            try {
                Manifest manifest = repository.read(name);
                if (!manifest.isAutomatic()) {
                    return status(claimed, manifest, fault.or(() -> faultOf(manifest)));
                }
            } catch (DamagedException e) {
                fault = fault.or(() -> Optional.of("snapshot " + name.id() + " cannot be read: " + e.what()));
            } catch (NoSuchFileException e) {
                // Rotated since it was listed.
            }
        }
        return new BackupStatus(
                Optional.empty(),
                fault.or(() -> Optional.of("no snapshot is left")).or(claimed::failure),
                claimed.signs());
    }

    private static BackupStatus status(BackupStatus claimed, Manifest manifest, Optional<String> fault) {
        Optional<Instant> newest = claimed.newestVerified();
        boolean isOlder = newest.filter(manifest.time()::isBefore).isPresent();
        return new BackupStatus(
                isOlder && fault.isPresent() ? Optional.of(manifest.time()) : newest,
                fault.or(claimed::failure),
                claimed.signs());
    }

    private Optional<String> faultOf(Manifest manifest) {
        String generation = manifest.name().generation();
        try {
            Map<String, Long> standing = repository.segments(generation);
            long left = MOST_READ;
            for (String segment : manifest.segments()) {
                Long size = standing.get(segment);
                if (size == null) {
                    return Optional.of("segment " + segment + " of snapshot " + manifest.id() + " is missing");
                }
                left -= size;
                boolean isSound = left < 0
                        ? repository.segment(generation, segment) != null
                        : repository.segment(generation, segment).sum().hex().equals(segment);
                if (!isSound) {
                    return Optional.of("segment " + segment + " of snapshot " + manifest.id() + " was damaged");
                }
            }
            return Optional.empty();
        } catch (DamagedException e) {
            return Optional.of("snapshot " + manifest.id() + " cannot be restored: " + e.what());
        } catch (IOException e) {
            return Optional.of("snapshot " + manifest.id() + " cannot be read: " + e.getMessage());
        }
    }
}
