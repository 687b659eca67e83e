package loom.aml.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.merge.MergePlan;
import loom.aml.merge.MergePlanner;
import loom.aml.merge.MergePolicy;
import loom.aml.merge.combine.Merger;
import loom.aml.merge.combine.Merges;
import loom.aml.merge.decide.Verdict;
import loom.aml.store.ChangeSet;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.log.LogFolder;

/**
 * Executes merges. A merge of several files of which another program changed one at that moment is taken back, so each pair is merged completely
 * or left alone.
 */
public final class MergeRun {
    private final MemoryStore store;

    public MergeRun(MemoryStore store) {
        this.store = store;
    }

    /**
     * Plans the merges of items that say the same.
     *
     * @param isAgain whether pairs that an undo took apart may be merged again
     * @throws IOException if the store, its pins or its rejected pairs cannot be read
     */
    public Merges plan(Selection within, boolean isAgain) throws IOException {
        MergePlan similar = new MergePlanner(MergePolicy.DEFAULT).plan(store, within);
        SparedMerges spared = isAgain ? SparedMerges.rejected(store) : SparedMerges.of(store);
        return new Merger(store, MergePolicy.DEFAULT, spared)
                .plan(similar.with(Verdict.SAME), similar.findings(), similar.items());
    }

    /** Executes merges as a run of their own. */
    public Report execute(Merges plan, Execution execution, Execution.Options options) throws IOException {
        if (plan.steps().size() <= 1) {
            ChangeSet only =
                    plan.steps().isEmpty() ? ChangeSet.NONE : plan.steps().getFirst();
            if (!only.isWhole()) {
                return execution.execute(plan.step(only, true), options);
            }
        }
        try (Job job = execution.begin(plan.operation(), plan.policy())) {
            Report report = steps(plan, execution.within(job), options, job);
            job.end(report.outcome());
            return report;
        }
    }

    /** Executes merges as steps of a job. */
    public Report steps(Merges plan, Execution inJob, Execution.Options options, Job job) throws IOException {
        long began = System.nanoTime();
        Instant started = store.options().clock().instant();
        List<FileOutcome> outcomes = new ArrayList<>();
        Set<Finding> findings = new LinkedHashSet<>();
        Report.Outcome outcome = Report.Outcome.DONE;
        Optional<Report.Backup> backup = Optional.empty();
        Execution.Options next = options;
        List<ChangeSet> steps = plan.steps().isEmpty() ? List.of(ChangeSet.NONE) : plan.steps();
        for (int i = 0; i < steps.size(); i++) {
            Report report = inJob.execute(plan.step(steps.get(i), i == 0), next);
            findings.addAll(report.findings());
            outcome = outcome.and(report.outcome());
            if (backup.isEmpty() && report.backup() != null) {
                backup = Optional.of(report.backup());
                next = options.withSnapshot(report.backup().snapshot());
            }
            if (isToBeCompleted(steps.get(i), report)) {
                // A change of these files now would prevent the completion.
                outcomes.addAll(report.outcomes());
                break;
            }
            if (isHalf(steps.get(i), report)) {
                Report back = inJob.execute(
                        Undo.plan(store, LogFolder.of(store.place()).read(report.run())), next);
                findings.addAll(back.findings());
                outcome = outcome.and(back.outcome());
            } else {
                outcomes.addAll(report.outcomes());
            }
        }
        return new Report(
                job.run(),
                plan.operation(),
                outcome,
                outcomes,
                List.copyOf(findings),
                backup.orElse(null),
                started,
                Duration.ofNanos(System.nanoTime() - began));
    }

    /** Returns whether a change failed after the others were decided about: the next open of the store makes it. */
    private static boolean isToBeCompleted(ChangeSet step, Report report) {
        return step.isWhole()
                && report.changedFiles() > 0
                && report.findings().stream()
                        .anyMatch(finding ->
                                finding.kind() == Finding.Kind.FAILED || finding.kind() == Finding.Kind.LOCKED);
    }

    /** Returns whether some of the changes that belong together were made, and others not. */
    private static boolean isHalf(ChangeSet step, Report report) {
        return step.isWhole()
                && report.changedFiles() > 0
                && report.outcomes().stream().anyMatch(outcome -> !outcome.isCommitted());
    }
}
