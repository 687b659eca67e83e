package loom.aml.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import loom.aml.backup.AutoBackup;
import loom.aml.backup.Backup;
import loom.aml.backup.BackupPolicy;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.index.UpdateResult;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.ClockVerdict;
import loom.aml.store.FileChange;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Plan;
import loom.aml.store.Progress;
import loom.aml.store.StoreChange;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunLog;
import loom.aml.store.log.RunRecord;
import org.jspecify.annotations.Nullable;

/** Executes plans, each in the same order: begin the record, back up, apply, end the record. */
public final class Execution {

    private final MemoryStore store;
    private final RandomGenerator random;
    private final Recorder recorder;
    private final @Nullable Backup backups;

    /** @param random provides the last digits of run ids */
    public Execution(MemoryStore store, RandomGenerator random) {
        this(store, random, Recorder.ofRuns(LogFolder.of(store.place()), random), null);
    }

    private Execution(MemoryStore store, RandomGenerator random, Recorder recorder, @Nullable Backup backups) {
        this.store = store;
        this.random = random;
        this.recorder = recorder;
        this.backups = backups;
    }

    /** Begins a run of several steps. */
    public Job begin(String operation) throws IOException {
        return begin(operation, JsonObject.builder().build());
    }

    Job begin(String operation, JsonObject policy) throws IOException {
        return Job.begin(recorder, operation, policy, store.options().clock().instant());
    }

    /** Returns an execution whose runs are steps of a job. */
    public Execution within(Job job) {
        return new Execution(store, random, job, backups);
    }

    /** Returns an execution that uses the store's backups, which are open already. */
    public Execution using(Backup opened) {
        return new Execution(store, random, recorder, opened);
    }

    /**
     * The options of an execution.
     *
     * @param backup whether to take a snapshot before the first change
     * @param snapshot the snapshot that the enclosing job has taken; if present, no other is taken
     */
    public record Options(boolean backup, Optional<String> snapshot, Progress progress) {
        public static final Options DEFAULT = new Options(true, Optional.empty(), Progress.NONE);

        public Options withBackup(boolean on) {
            return new Options(on, snapshot, progress);
        }

        public Options withSnapshot(String taken) {
            return new Options(backup, Optional.of(taken), progress);
        }

        public Options withProgress(Progress other) {
            return new Options(backup, snapshot, other);
        }
    }

    /** Creates the initial backup of a job, so that its steps need none of their own. */
    public AutoBackup.Result backUp(BackupPolicy policy, String job, ClockVerdict clock) throws IOException {
        try (Backup backup = Backup.of(store.place(), random)) {
            return new BackupRuns(backup, recorder).auto(policy, SnapshotRequest.before(job, job), clock);
        }
    }

    /** Updates the index as a run of its own. */
    public UpdateResult index() throws IOException {
        return new IndexRuns(store, recorder).run(false);
    }

    /**
     * Executes a plan.
     *
     * @throws IOException if the run could not be recorded; nothing was changed then
     * @throws IllegalArgumentException if the plan restores files without a backup: their current content would be lost
     */
    public Report execute(Plan plan, Options options) throws IOException {
        if (!options.backup() && plan.changes().changes().stream().anyMatch(FileChange.Restore.class::isInstance)) {
            throw new IllegalArgumentException("a restore needs a backup first");
        }
        if (!plan.changes().isEmpty()) {
            store.place().disk().prepareWholeAccess();
        }
        Instant started = store.options().clock().instant();
        long began = System.nanoTime();
        JsonObject about = JsonObject.builder().put("policy", plan.policy()).build();
        try (RunLog log = recorder.begin(plan.operation(), about, started)) {
            List<Finding> findings = new ArrayList<>(store.recovered());
            findings.addAll(plan.findings());
            SafetyBackup backup = options.backup() && !plan.changes().isEmpty()
                    ? before(plan, options, log)
                    : SafetyBackup.none(plan);
            findings.addAll(backup.findings());
            List<FileOutcome> outcomes = store.apply(backup.safe(), log, options.progress());
            for (FileOutcome outcome : outcomes) {
                // Findings of the plan are not repeated.
                outcome.findings().stream()
                        .filter(finding -> !plan.findings().contains(finding))
                        .forEach(findings::add);
            }
            Report report = new Report(
                    log.run(),
                    plan.operation(),
                    outcomeOf(findings),
                    outcomes,
                    findings,
                    backup.made(),
                    started,
                    Duration.ofNanos(System.nanoTime() - began));
            log.event(ended(report, plan.changes()));
            return report;
        }
    }

    private SafetyBackup before(Plan plan, Options options, RunLog log) throws IOException {
        if (options.snapshot().isPresent()) {
            return SafetyBackup.taken(plan, options.snapshot().get(), log);
        }
        if (backups != null) {
            return SafetyBackup.before(plan, backups, log);
        }
        try (Backup backup = Backup.of(store.place(), random)) {
            return SafetyBackup.before(plan, backup, log);
        }
    }

    /**
     * Writes files of aml itself, such as the history of metrics, in the usual transaction but without a record: they
     * are written often, there is nothing to undo, and their records would hide the others.
     *
     * @return the problems
     */
    public List<Finding> write(List<StoreChange> changes) throws IOException {
        List<Finding> findings = new ArrayList<>();
        if (!changes.isEmpty()) {
            store.apply(new ChangeSet(changes), Unrecorded.CHANGES, Progress.NONE)
                    .forEach(outcome -> findings.addAll(outcome.findings()));
        }
        return findings;
    }

    private static JsonObject ended(Report report, ChangeSet planned) {
        return JsonObject.builder()
                .put("event", "finished")
                .put("outcome", report.outcome().word())
                .put("duration_ms", report.duration().toMillis())
                .put("removed", report.removed())
                .put("inserted", report.inserted())
                .put("transformed", report.transformed())
                .put("bytes_freed", report.bytesFreed())
                .put(
                        "problems",
                        report.findings().stream().filter(Finding::isProblem).count())
                .put(KnownFindings.FINDINGS, KnownFindings.digests(report.findings()))
                .put("backup", report.backup() == null ? null : report.backup().toJson())
                .put(RunRecord.NOT_DONE, notDone(report, planned))
                .put(PendingWork.WAITING, PendingWork.reason(Finding.Kind.CLOCK, report.findings()))
                .put(PendingWork.UNCONFIRMED, PendingWork.reason(Finding.Kind.NOT_CONFIRMED, report.findings()))
                .build();
    }

    /**
     * Returns the paths for which another attempt may succeed: those neither changed nor found settled by another
     * program.
     */
    private static List<String> notDone(Report report, ChangeSet planned) {
        Set<String> settled = report.outcomes().stream().map(FileOutcome::path).collect(Collectors.toSet());
        // A file may be changed in two steps.
        report.outcomes().stream()
                .filter(outcome -> !outcome.isCommitted()
                        && outcome.findings().stream()
                                .anyMatch(finding -> finding.kind() != Finding.Kind.CHANGED
                                        && finding.kind() != Finding.Kind.CONFLICT))
                .forEach(outcome -> settled.remove(outcome.path()));
        return planned.changes().stream()
                .filter(change -> !settled.contains(change.path())
                        && !(change instanceof FileChange.Adopt adopt
                                && settled.contains(adopt.file().twin().path())))
                .map(StoreChange::path)
                .distinct()
                .toList();
    }

    private static Report.Outcome outcomeOf(List<Finding> findings) {
        Report.Outcome outcome = Report.Outcome.DONE;
        for (Finding finding : findings) {
            outcome = outcome.and(
                    switch (finding.kind()) {
                        case FAILED -> Report.Outcome.FAILED;
                        case LOCKED -> Report.Outcome.LOCKED;
                        default -> finding.isProblem() ? Report.Outcome.PARTIAL : Report.Outcome.DONE;
                    });
        }
        return outcome;
    }
}
