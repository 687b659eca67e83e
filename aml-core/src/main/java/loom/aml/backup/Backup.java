package loom.aml.backup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.create.SnapshotWriter;
import loom.aml.backup.repository.Repository;
import loom.aml.io.DiskFullException;
import loom.aml.io.Sha256;
import loom.aml.json.JsonObject;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.Lease;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.StorePaths;
import loom.aml.store.log.LogFolder;

/** The backups of one store. Operations that only read take no lease. */
public final class Backup implements AutoCloseable {
    /** The pauses before each retry after a transient failure, for example of a network file system. */
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(200), Duration.ofMillis(800), Duration.ofMillis(3200));

    private final StorePaths store;
    private final BackupTarget target;
    private final Repository repository;
    private final RandomGenerator random;
    private final Pause pause;

    /** Waits before a retry. */
    @FunctionalInterface
    public interface Pause {
        void last(Duration time) throws IOException;
    }

    private Backup(StorePaths store, BackupTarget target, RandomGenerator random, Pause pause) {
        this.store = store;
        this.target = target;
        this.repository = new Repository(target);
        this.random = random;
        this.pause = pause;
    }

    /**
     * Opens the backups beside a store.
     *
     * @param random generates the last digits of ids
     */
    public static Backup of(StorePaths store, RandomGenerator random) {
        return at(store, LocalTarget.beside(store.disk(), store.beside()), random);
    }

    /** Opens the backups of a store in another location, such as a copy. */
    public static Backup at(StorePaths store, BackupTarget target, RandomGenerator random) {
        return at(store, target, random, Backup::sleep);
    }

    /** Loads JSON and SHA-256 in the background: every backup operation needs both, and their first use is slow. */
    public static void prepare() {
        Thread thread = new Thread(
                () -> {
                    JsonObject.prepare();
                    Sha256.prepare();
                },
                "aml-backup");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Opens the backups of a store in another location.
     *
     * @param pause waits before retries
     */
    public static Backup at(StorePaths store, BackupTarget target, RandomGenerator random, Pause pause) {
        return new Backup(store, target, random, pause);
    }

    private static void sleep(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the backup was stopped");
        }
    }

    public Repository repository() {
        return repository;
    }

    /** Returns the run records and archives that are kept with the backups. */
    public LogFolder logs() {
        return new LogFolder(target);
    }

    /** Returns whether these are the backups beside the store, and not a copy elsewhere. */
    public boolean areBesideStore() {
        return target.location()
                .equals(LocalTarget.beside(store.disk(), store.beside()).location());
    }

    public StorePaths store() {
        return store;
    }

    /**
     * Creates a snapshot, or returns the newest one if it still contains the current state of the store.
     *
     * @throws StoreLockedException if another backup holds the lease for too long
     * @throws DiskFullException if the disk is full; existing snapshots are unchanged
     */
    public Snapshot create(SnapshotRequest request) throws IOException {
        store.disk().prepareWholeAccess();
        try (Lease _ = repository.lock(store.options().lockWait())) {
            return created(request);
        }
    }

    private Snapshot created(SnapshotRequest request) throws IOException {
        for (Duration time : PAUSES) {
            try {
                return new SnapshotWriter(store, repository, random).write(request);
            } catch (DiskFullException | AccessDeniedException | InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                pause.last(time);
            }
        }
        return new SnapshotWriter(store, repository, random).write(request);
    }

    @Override
    public void close() throws IOException {
        repository.close();
    }
}
