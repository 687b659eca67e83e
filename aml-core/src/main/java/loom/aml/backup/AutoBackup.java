package loom.aml.backup;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.json.JsonObject;
import loom.aml.storage.Lease;
import loom.aml.store.Finding;

/**
 * The scheduled backup job: creates a snapshot (a full one when it is due), verifies the newest snapshot, and rotates old ones
 * if verification found no damage.
 */
public final class AutoBackup {
    private final Backup backup;
    private final BackupPolicy policy;

    public AutoBackup(Backup backup, BackupPolicy policy) {
        this.backup = backup;
        this.policy = policy;
    }

    /**
     * The result of the job.
     *
     * @param snapshot the snapshot that contains the current state of the store
     * @param verification the verification of that snapshot, or of the full snapshot that replaced it if it was damaged
     * @param kept the number of snapshots that exist now
     */
    public record Result(Snapshot snapshot, Verification verification, Rotation.Result rotation, int kept) {
        public boolean isComplete() {
            return snapshot.isComplete()
                    && verification.isSound()
                    && rotation.findings().stream().noneMatch(AutoBackup::isWaiting);
        }

        /** Returns the findings of all three steps, in order. */
        public List<Finding> findings() {
            List<Finding> all = new ArrayList<>(snapshot.findings());
            all.addAll(verification.findings());
            all.addAll(rotation.findings());
            return all;
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("create", snapshot.toJson())
                    .put("verify", verification.toJson())
                    .put("rotate", rotation.toJson())
                    .build();
        }
    }

    /** Determines the circumstances of the rotation after the snapshot was created. */
    @FunctionalInterface
    public interface Judge {
        RotationPlan.Circumstances of(Snapshot snapshot) throws IOException;
    }

    /** Runs the job. Rotation depends on the time alone. */
    public Result run(SnapshotRequest request) throws IOException {
        Instant now = backup.store().options().clock().instant();
        return run(request, _ -> RotationPlan.Circumstances.at(now));
    }

    /**
     * Runs the job. If verification finds damaged segments, a new generation is started at once, which does not depend on them.
     */
    public Result run(SnapshotRequest request, Judge judge) throws IOException {
        Repository repository = backup.repository();
        Instant now = backup.store().options().clock().instant();
        boolean isFull = request.isFull() || isFullDue(repository, now);
        Snapshot snapshot = backup.create(isFull ? request.full() : request);
        Verification verification = verify(snapshot.manifest());
        if (!verification.isSound() && !snapshot.manifest().isFull()) {
            snapshot = backup.create(request.full());
            Verification again = verify(snapshot.manifest());
            verification = new Verification(
                    List.of(snapshot.manifest().id()),
                    again.files(),
                    again.segments(),
                    again.bytes(),
                    verification.findings());
        }
        // Rotation waits until somebody has looked at the damage: most of the damaged snapshot may still be readable.
        Rotation.Result rotation = verification.isSound() ? rotate(judge.of(snapshot)) : Rotation.Result.NONE;
        return new Result(
                snapshot, verification, rotation, repository.snapshots().size());
    }

    /** Returns whether a finding postpones rotation. Damage does not: rotation reports it and works around it. */
    private static boolean isWaiting(Finding finding) {
        return finding.kind() == Finding.Kind.CLOCK || finding.kind() == Finding.Kind.INCIDENT;
    }

    private boolean isFullDue(Repository repository, Instant now) throws IOException {
        Optional<Manifest> newest = repository.newest(manifest -> manifest.covers(Set.of()));
        return policy.isFullDue(
                newest.map(manifest -> manifest.name().generation()),
                newest.map(manifest -> manifest.segments().size()).orElse(0),
                now);
    }

    private Verification verify(Manifest manifest) throws IOException {
        return new Verifier(backup.repository(), backup.store().options().workers()).verify(manifest);
    }

    private Rotation.Result rotate(RotationPlan.Circumstances around) throws IOException {
        Repository repository = backup.repository();
        try (Lease _ = repository.lock(backup.store().options().lockWait())) {
            RotationPlan plan = RotationPlan.of(new Snapshots(repository).list(), policy.rotation(), around);
            return new Rotation(repository).execute(plan);
        }
    }
}
