package loom.aml.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Plan;
import loom.aml.store.StoreChange;
import loom.aml.store.log.RunRecord;

/** Undoes a run with all its steps, last step first. The undo of a run with steps has as many steps itself. */
public final class RunUndo {
    private final MemoryStore store;
    private final RecordedRun run;

    public RunUndo(MemoryStore store, RecordedRun run) {
        this.store = store;
        this.run = run;
    }

    /** Plans the complete undo for display, as if nothing had been undone yet. */
    public Plan plan() throws IOException {
        if (run.steps().isEmpty()) {
            return Undo.plan(store, run.record());
        }
        List<StoreChange> changes = new ArrayList<>();
        Set<Finding> findings = new LinkedHashSet<>();
        Set<String> paths = new HashSet<>();
        for (RunRecord step : due()) {
            Plan plan = Undo.plan(store, step);
            // A file that an earlier reversal changes seems to be written by another program.
            plan.findings().stream()
                    .filter(finding -> finding.kind() != Finding.Kind.CHANGED || !paths.contains(finding.where()))
                    .forEach(findings::add);
            changes.addAll(plan.changes().changes());
            plan.changes().changes().forEach(change -> paths.add(change.path()));
        }
        return new Whole(new ChangeSet(changes), List.copyOf(findings), policy());
    }

    /** Returns the steps that remain to be undone, last one first. */
    private List<RunRecord> due() throws IOException {
        Set<String> undone = History.undone(new History(store).runs());
        return run.undoable().stream()
                .filter(step -> !undone.contains(step.run()))
                .toList();
    }

    private JsonObject policy() {
        return Reversal.Entry.policy(run.record(), List.of());
    }

    /** Undoes the run, except for data that another program has written since. */
    public Report execute(Execution execution, Execution.Options options) throws IOException {
        if (run.steps().isEmpty()) {
            return execution.execute(Undo.plan(store, run.record()), options);
        }
        try (Job job = execution.begin(Undo.OPERATION, policy())) {
            Execution inJob = execution.within(job);
            Execution.Options next = options;
            List<FileOutcome> outcomes = new ArrayList<>();
            Set<Finding> findings = new LinkedHashSet<>();
            Report.Outcome outcome = Report.Outcome.DONE;
            Optional<Report.Backup> backup = Optional.empty();
            for (RunRecord step : due()) {
                Report report = inJob.execute(Undo.plan(store, step), next);
                outcomes.addAll(report.outcomes());
                findings.addAll(report.findings());
                outcome = outcome.and(report.outcome());
                if (backup.isEmpty() && report.backup() != null) {
                    backup = Optional.of(report.backup());
                    next = options.withSnapshot(report.backup().snapshot());
                }
                if (report.outcome() == Report.Outcome.FAILED) {
                    break;
                }
            }
            job.end(outcome);
            return new Report(
                    job.run(),
                    Undo.OPERATION,
                    outcome,
                    outcomes,
                    List.copyOf(findings),
                    backup.orElse(null),
                    job.started(),
                    job.duration());
        }
    }

    private record Whole(ChangeSet changes, List<Finding> findings, JsonObject policy) implements Plan {
        @Override
        public String operation() {
            return Undo.OPERATION;
        }
    }
}
