package loom.aml.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import loom.aml.backup.AutoBackup;
import loom.aml.backup.Backup;
import loom.aml.backup.BackupPolicy;
import loom.aml.backup.Drill;
import loom.aml.backup.Rotation;
import loom.aml.backup.RotationPlan;
import loom.aml.backup.Verification;
import loom.aml.backup.Verifier;
import loom.aml.backup.copy.CopyCheck;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repack.RepackPlan;
import loom.aml.backup.repack.RepackPolicy;
import loom.aml.backup.repack.RepackReport;
import loom.aml.backup.repack.Repacker;
import loom.aml.backup.repository.Manifest;
import loom.aml.json.JsonObject;
import loom.aml.storage.Lease;
import loom.aml.store.ClockVerdict;
import loom.aml.store.Finding;
import loom.aml.store.StorePaths;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunLog;

/**
 * Runs operations on backups and records their duration and result for health checks and history. An operation with
 * nothing to do leaves no record.
 */
public final class BackupRuns {
    private final Backup backup;
    private final StorePaths store;
    private final Recorder recorder;

    /** @param random provides the last digits of run ids */
    public BackupRuns(Backup backup, RandomGenerator random) {
        this(backup, Recorder.ofRuns(LogFolder.of(backup.store()), random));
    }

    BackupRuns(Backup backup, Recorder recorder) {
        this.backup = backup;
        this.store = backup.store();
        this.recorder = recorder;
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    /**
     * The part of a result that is recorded.
     *
     * @param isWorthIt whether the run is recorded at all
     */
    private record RecordedResult(boolean isWorthIt, Report.Outcome outcome, JsonObject details) {}

    private <T> T recorded(String operation, Work<T> work, Function<T, RecordedResult> tell) throws IOException {
        Instant started = store.options().clock().instant();
        long began = System.nanoTime();
        try {
            T result = work.run();
            RecordedResult told = tell.apply(result);
            if (told.isWorthIt) {
                record(operation, started, began, told);
            }
            return result;
        } catch (IOException e) {
            JsonObject why = JsonObject.builder().put("error", e.getMessage()).build();
            try {
                record(operation, started, began, new RecordedResult(true, Report.Outcome.FAILED, why));
            } catch (IOException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    private void record(String operation, Instant started, long began, RecordedResult told) throws IOException {
        JsonObject none = JsonObject.builder().build();
        try (RunLog log = recorder.begin(operation, none, started)) {
            log.event(JsonObject.builder()
                    .put("event", "finished")
                    .put("outcome", told.outcome.word())
                    .put(
                            "duration_ms",
                            Duration.ofNanos(System.nanoTime() - began).toMillis())
                    .putAll(told.details)
                    .build());
        }
    }

    private static Report.Outcome outcome(List<Finding> findings) {
        return findings.stream().anyMatch(Finding::isProblem) ? Report.Outcome.PARTIAL : Report.Outcome.DONE;
    }

    /** Creates a snapshot. */
    public Snapshot create(SnapshotRequest request) throws IOException {
        return recorded(
                OperationNames.BACKUP_CREATE,
                () -> {
                    Snapshot made = backup.create(request);
                    new Incidents(store).lookAt(made);
                    return made;
                },
                BackupRuns::told);
    }

    private static RecordedResult told(Snapshot snapshot) {
        JsonObject.Builder details = JsonObject.builder()
                .put("snapshot", snapshot.manifest().id())
                .put("bytes_added", snapshot.bytesAdded());
        Incidents.itemsOf(snapshot.manifest()).ifPresent(items -> details.put(ExpectedItems.ITEMS, items));
        return new RecordedResult(snapshot.isNew(), outcome(snapshot.findings()), details.build());
    }

    /** Verifies one snapshot. */
    public Verification verify(Manifest manifest) throws IOException {
        return verified(verifier -> verifier.verify(manifest));
    }

    /** Verifies all snapshots and everything that 'undo' needs: the records of runs and their archives. */
    public Verification verifyAll() throws IOException {
        return verified(verifier -> {
            Verification snapshots = verifier.verifyAll();
            RecordsCheck check = new RecordsCheck(store.disk(), backup.logs()).run();
            List<Finding> findings = new ArrayList<>(check.findings());
            if (!backup.areBesideStore()) {
                findings.addAll(CopyCheck.of(backup.repository()));
            }
            return snapshots.with(check.records(), check.archives(), findings);
        });
    }

    private interface Check {
        Verification by(Verifier verifier) throws IOException;
    }

    /** The verification of a copy is not recorded: it does not show that the backups beside the store are sound. */
    private Verification verified(Check check) throws IOException {
        Verifier verifier = new Verifier(backup.repository(), store.options().workers());
        if (!backup.areBesideStore()) {
            return check.by(verifier);
        }
        return recorded(
                OperationNames.BACKUP_VERIFY,
                () -> check.by(verifier),
                verification -> new RecordedResult(true, outcome(verification.findings()), verification.toJson()));
    }

    /** Removes the snapshots that a plan drops. */
    public Rotation.Result rotate(RotationPlan plan) throws IOException {
        return recorded(
                OperationNames.BACKUP_ROTATE,
                () -> {
                    try (Lease _ = backup.repository().lock(store.options().lockWait())) {
                        return new Rotation(backup.repository()).execute(plan);
                    }
                },
                result -> new RecordedResult(
                        !result.snapshots().isEmpty() || result.segments() > 0 || plan.isStopped(),
                        outcome(result.findings()),
                        JsonObject.builder()
                                .putAll(result.toJson())
                                .put(PendingWork.WAITING, PendingWork.reason(Finding.Kind.CLOCK, result.findings()))
                                .build()));
    }

    /** Returns which generations it pays to repack. */
    public RepackPlan planRepack(RepackPolicy policy) throws IOException {
        return repacker().plan(policy);
    }

    private Repacker repacker() {
        return new Repacker(backup.repository(), store.options().workers());
    }

    /** Repacks the generations that a plan chooses. As with its verification, the repacking of a copy is not recorded. */
    public RepackReport repack(RepackPlan plan) throws IOException {
        Work<RepackReport> work = () -> {
            try (Lease _ = backup.repository().lock(store.options().lockWait())) {
                return repacker().execute(plan);
            }
        };
        if (plan.isEmpty()) {
            return new RepackReport(plan, List.of(), 0, plan.findings());
        }
        if (!backup.areBesideStore()) {
            return work.run();
        }
        return recorded(
                OperationNames.BACKUP_REPACK,
                work,
                report -> new RecordedResult(
                        true,
                        outcome(report.findings()),
                        JsonObject.builder()
                                .put("snapshots", report.snapshots())
                                .put("bytes_freed", report.bytesFreed())
                                .build()));
    }

    /**
     * Creates and verifies a snapshot and rotates old ones. Nothing is rotated while the clock is not trusted or an
     * incident is not acknowledged.
     */
    public AutoBackup.Result auto(BackupPolicy policy, SnapshotRequest request, ClockVerdict clock) throws IOException {
        return recorded(
                OperationNames.BACKUP_AUTO,
                () -> new AutoBackup(backup, policy).run(request, snapshot -> {
                    new Incidents(store).lookAt(snapshot);
                    return circumstances(clock);
                }),
                BackupRuns::told);
    }

    private static RecordedResult told(AutoBackup.Result result) {
        JsonObject.Builder details = JsonObject.builder()
                .put("snapshot", result.snapshot().manifest().id())
                .put("bytes_added", result.snapshot().bytesAdded())
                .put("sound", result.verification().isSound())
                .put("dropped", result.rotation().snapshots())
                .put(KnownFindings.FINDINGS, KnownFindings.digests(result.findings()))
                .put(
                        PendingWork.WAITING,
                        PendingWork.reason(Finding.Kind.CLOCK, result.rotation().findings()));
        Incidents.itemsOf(result.snapshot().manifest()).ifPresent(items -> details.put(ExpectedItems.ITEMS, items));
        // A deferred rotation does not make the backup fail.
        boolean isProof =
                result.snapshot().isComplete() && result.verification().isSound();
        return new RecordedResult(true, isProof ? Report.Outcome.DONE : Report.Outcome.PARTIAL, details.build());
    }

    /** Returns the circumstances that restrict rotation now. */
    public RotationPlan.Circumstances circumstances(ClockVerdict clock) throws IOException {
        LogFolder logs = LogFolder.of(store);
        return new RotationPlan.Circumstances(
                clock,
                logs.incident().map(Incidents::finding),
                new History(store.disk(), logs).snapshotsNeeded().keySet());
    }

    /**
     * Records that the loss of items was intended: rotation continues, and the expected number of items is the current
     * one.
     *
     * @param items the number of items in the store
     */
    public void acknowledge(long items) throws IOException {
        recorded(
                OperationNames.BACKUP_ACKNOWLEDGE,
                () -> {
                    LogFolder.of(store).acknowledge();
                    return items;
                },
                now -> new RecordedResult(
                        true,
                        Report.Outcome.DONE,
                        JsonObject.builder().put(ExpectedItems.ITEMS, now).build()));
    }

    /** Rehearses a restore. */
    public Drill.Result drill(Manifest manifest) throws IOException {
        return recorded(
                OperationNames.BACKUP_DRILL,
                () -> {
                    try (Lease _ = backup.repository().lock(store.options().lockWait())) {
                        return new Drill(backup).run(manifest);
                    }
                },
                result -> new RecordedResult(true, outcome(result.findings()), result.toJson()));
    }
}
