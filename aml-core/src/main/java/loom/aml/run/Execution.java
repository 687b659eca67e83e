package loom.aml.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import loom.aml.io.DiskFullException;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.FileChange;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.Plan;
import loom.aml.store.Progress;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.log.RunLog;
import org.jspecify.annotations.Nullable;

/** Executes plans, all of them in the same way: begin the record, back up, apply, end the record. */
public final class Execution {

    /** The key under which a record lists, when the run ends, the files that it could not change. */
    static final String NOT_DONE = "not_done";

    private final FileMemoryStore store;
    private final RandomGenerator random;

    /**
     * @param random draws the last digits of run ids
     */
    public Execution(FileMemoryStore store, RandomGenerator random) {
        this.store = store;
        this.random = random;
    }

    /** How a plan is to be executed. */
    public record Options(boolean backup, Progress progress, JsonObject about) {
        public static final Options DEFAULT =
                new Options(true, Progress.NONE, JsonObject.builder().build());

        public Options withBackup(boolean on) {
            return new Options(on, progress, about);
        }

        public Options withProgress(Progress other) {
            return new Options(backup, other, about);
        }

        /** What else the record is to say of the run when it begins. */
        public Options withAbout(JsonObject other) {
            return new Options(backup, progress, other);
        }
    }

    /**
     * Executes a plan.
     *
     * @throws IOException if the run could not even be recorded; nothing was changed then
     */
    public Report execute(Plan plan, Options options) throws IOException {
        Instant started = store.options().clock().instant();
        long began = System.nanoTime();
        JsonObject about = JsonObject.builder()
                .put("policy", plan.policy())
                .putAll(options.about())
                .build();
        try (RunLog log = store.logs().begin(plan.operation(), about, started, random)) {
            List<Finding> findings = new ArrayList<>(store.recovered());
            findings.addAll(plan.findings());
            BeforeCopy copy = new BeforeCopy(store, log, findings);
            ChangeSet changes = options.backup() ? copy.of(plan.changes()) : plan.changes();
            List<FileOutcome> outcomes = copy.isDiskFull() ? List.of() : store.apply(changes, log, options.progress());
            outcomes.forEach(outcome -> findings.addAll(outcome.findings()));
            Report report = new Report(
                    log.run(),
                    plan.operation(),
                    outcomeOf(findings, copy.isDiskFull()),
                    outcomes,
                    findings,
                    copy.made(),
                    started,
                    Duration.ofNanos(System.nanoTime() - began));
            log.event(ended(report, plan.changes()));
            return report;
        }
    }

    /**
     * Writes files of aml's own that are no memory, such as the history of metrics, through the one way to write but without a
     * record: they are written again and again, there is nothing to take back, and a record each time would bury the others.
     *
     * @return what did not go as planned
     */
    public List<Finding> write(List<FileChange> changes) throws IOException {
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
                .put("bytes_freed", report.bytesFreed())
                .put(
                        "problems",
                        report.findings().stream().filter(Finding::isProblem).count())
                .put("backup", report.backup() == null ? null : report.backup().toJson())
                .put(NOT_DONE, notDone(report, planned))
                .build();
    }

    /** What another attempt might do: neither done, nor found to be settled by what others did. */
    private static List<String> notDone(Report report, ChangeSet planned) {
        Set<String> settled = report.outcomes().stream()
                .filter(outcome -> outcome.isCommitted()
                        || outcome.findings().stream().allMatch(finding -> finding.kind() == Finding.Kind.CHANGED))
                .map(FileOutcome::path)
                .collect(Collectors.toSet());
        return planned.changes().stream()
                .filter(change -> !settled.contains(change.path())
                        && !(change instanceof FileChange.Adopt adopt
                                && settled.contains(adopt.file().twin().path())))
                .map(FileChange::path)
                .distinct()
                .toList();
    }

    private static Report.Outcome outcomeOf(List<Finding> findings, boolean isDiskFull) {
        Report.Outcome outcome = isDiskFull ? Report.Outcome.FAILED : Report.Outcome.DONE;
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

    /**
     * Copies the files that a plan will change, as they are, beside the record of the run. A file that cannot be copied is not
     * changed either.
     */
    private static final class BeforeCopy {
        private final FileMemoryStore store;
        private final RunLog log;
        private final List<Finding> findings;
        private int files;
        private long bytes;
        private boolean diskFull;

        BeforeCopy(FileMemoryStore store, RunLog log, List<Finding> findings) {
            this.store = store;
            this.log = log;
            this.findings = findings;
        }

        ChangeSet of(ChangeSet changes) {
            List<FileChange> safe = new ArrayList<>();
            for (FileChange change : changes.changes()) {
                if (!diskFull && (change.seen().isMissing() || copy(change))) {
                    safe.add(change);
                }
            }
            if (diskFull) {
                dropCopies(safe);
            }
            return new ChangeSet(safe);
        }

        /** Nothing will be changed, so nobody needs the copies, and the room is wanted. */
        private void dropCopies(List<FileChange> copied) {
            Path copies = store.logs().copies(log.run());
            for (FileChange change : copied) {
                try {
                    if (!change.seen().isMissing()) {
                        store.disk().delete(copies.resolve(change.path()));
                    }
                } catch (IOException e) {
                    // A copy too many does no harm.
                }
            }
            files = 0;
        }

        private boolean copy(FileChange change) {
            Path original = store.root().resolve(change.path());
            try (var file = store.disk().open(original)) {
                bytes += log.copyBefore(change.path(), file);
                files++;
                return true;
            } catch (DiskFullException e) {
                diskFull = true;
                findings.add(Finding.of(
                        Finding.Kind.FAILED,
                        change.path(),
                        "no space left for the backup before the change",
                        "nothing was changed; make room and run aml again"));
            } catch (IOException e) {
                findings.add(
                        isGone(original)
                                ? Finding.of(
                                        Finding.Kind.CHANGED,
                                        change.path(),
                                        "was removed by another program after the plan was made",
                                        "nothing to do")
                                : Finding.of(
                                        Finding.Kind.UNREADABLE,
                                        change.path(),
                                        "could not be copied before the change: " + e.getMessage(),
                                        "left as it is"));
            }
            return false;
        }

        private boolean isGone(Path original) {
            try {
                return store.disk().state(original).isMissing();
            } catch (IOException e) {
                return false;
            }
        }

        boolean isDiskFull() {
            return diskFull;
        }

        Report.@Nullable Backup made() {
            return files == 0
                    ? null
                    : new Report.Backup(store.logs().copies(log.run()).toString(), files, bytes);
        }
    }
}
