package loom.aml.app.purge;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.backup.repository.Repository;
import loom.aml.purge.ContentPurge;
import loom.aml.purge.LogPurge;
import loom.aml.purge.PurgePlan;
import loom.aml.purge.WantedText;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.Lease;
import loom.aml.store.Finding;
import loom.aml.store.Workers;

/** The backups, records and archives beside a store or in a copy. Not safe for use by several threads. */
final class PurgedTarget implements AutoCloseable {
    private final BackupTarget target;
    private final Optional<Path> folder;
    private final Repository repository;
    private final SnapshotPurge snapshots;
    private final LogPurge logs;

    /** @param folder the folder of a target that is one */
    PurgedTarget(
            BackupTarget target,
            Optional<Path> folder,
            ContentPurge content,
            WantedText wanted,
            Workers workers,
            Instant now) {
        this.target = target;
        this.folder = folder;
        this.repository = new Repository(target);
        this.snapshots = new SnapshotPurge(target, repository, content, wanted, workers);
        this.logs = new LogPurge(target, content, wanted, now);
    }

    BackupTarget target() {
        return target;
    }

    Optional<Path> folder() {
        return folder;
    }

    /** Returns the places that hold it, and changes nothing. A target that cannot be read at all is a finding. */
    PurgePlan plan() {
        try {
            return snapshots.plan().plus(logs.plan());
        } catch (IOException e) {
            return PurgePlan.unsure(target.location(), "cannot be read (" + e.getMessage() + ")");
        }
    }

    /**
     * Purges everything that the last plan found. A failure does not stop the purge of other targets.
     *
     * @param wait the time to wait for another program that writes to the target
     */
    List<Finding> run(Duration wait) {
        List<Finding> unsure = new ArrayList<>();
        try {
            if (repository.head().isEmpty()) {
                return logs.run().unsure();
            }
            try (Lease _ = repository.lock(wait)) {
                unsure.addAll(snapshots.run());
                unsure.addAll(logs.run().unsure());
            }
        } catch (IOException e) {
            unsure.add(PurgePlan.finding(target.location(), "could not be purged (" + e.getMessage() + ")"));
        }
        return unsure;
    }

    @Override
    public void close() throws IOException {
        repository.close();
    }
}
