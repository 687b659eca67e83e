package loom.aml.cli.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import loom.aml.app.maintain.MaintainPreview;
import loom.aml.app.maintain.MaintainResult;
import loom.aml.app.text.Amounts;
import loom.aml.backup.AutoBackup;
import loom.aml.backup.create.Snapshot;
import loom.aml.cli.Session;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.SumsPrinter;
import loom.aml.io.Printable;
import loom.aml.maintain.Maintenance;
import loom.aml.monitor.Health;
import loom.aml.run.AutoMigration;
import loom.aml.run.Report;
import loom.aml.store.FileOutcome;

/** Prints the daily job: one line for each step with changes, or everything with {@code --verbose}. */
final class MaintainPrinter {
    private final Session session;
    private final RunPrinter runs;
    private final Style style;
    private final PrintStream out;

    MaintainPrinter(Session session) {
        this.session = session;
        this.runs = new RunPrinter(session);
        this.style = session.style();
        this.out = session.out();
    }

    void print(MaintainPreview preview) {
        SumsPrinter.Sums gc = SumsPrinter.Sums.of(preview.gc());
        SumsPrinter.Sums prune = SumsPrinter.Sums.of(preview.prune());
        heading(preview.store());
        if (session.isVerbose()) {
            out.println("  " + Amounts.items(preview.plans().gc().items()) + " checked\n");
            new SumsPrinter(style).print(List.of(gc, prune), out);
        }
        runs.migration(preview.migration());
        if (preview.gc().transformed() > 0) {
            out.println(style.note("would add a missing id, agent or timestamp to "
                    + Amounts.items(preview.gc().transformed())));
        }
        removed("would remove ", List.of(gc, prune));
        preview.merge()
                .filter(merge -> merge.items() > 0)
                .ifPresent(merge -> out.println(
                        style.note("would merge " + Amounts.items(merge.items()) + " into others that say the same")));
        if (preview.compressedFiles() > 0) {
            out.println(style.note("would compress " + Amounts.of(preview.compressedFiles(), "file") + " ("
                    + Amounts.size(preview.plans().compress().bytes()) + ")"));
        }
        returned(preview.plans().prune().returned());
        session.showExamples(preview.findings(), preview.known());
        if (preview.isEmpty()) {
            out.println(style.done("nothing to do"));
            return;
        }
        String aml = session.location().prefix();
        out.println(style.note("dry run: nothing was changed"));
        below("run it: " + aml + " maintain");
        if (preview.gc().items() + preview.prune().items() > 0) {
            below("list the items: " + aml + " optimize gc --explain; " + aml + " prune --explain");
        }
    }

    void print(MaintainResult result) {
        Maintenance.Result done = result.done();
        heading(result.store());
        if (session.isVerbose()) {
            all(done);
        } else {
            brief(done);
        }
        returned(done.returned());
        session.showExamples(done.findings(), result.known());
        result.observed().ifPresent(observed -> {
            health(observed.seen().health());
            session.show(observed.findings());
        });
        out.println("  "
                + Amounts.items(done.items()
                        - done.gc().removed()
                        - done.prune().removed()
                        - done.merge().map(Report::removed).orElse(0))
                + ", "
                + Amounts.size(done.bytesAfter())
                + (done.bytesBefore() == done.bytesAfter()
                        ? ""
                        : "; before: " + Amounts.items(done.items()) + ", " + Amounts.size(done.bytesBefore())));
        String aml = session.location().prefix();
        if (done.canBeUndone()) {
            below("undo: " + aml + " undo " + done.run() + " (--dry-run lists the items)");
        }
        if (!session.isVerbose()) {
            below("more: " + aml + " maintain -v");
        }
        if (done.outcome() != Report.Outcome.DONE) {
            session.warn("maintain was " + done.outcome().word() + ", see above or --json");
        }
    }

    private void heading(String store) {
        out.println(style.bold("aml maintain") + "  " + Printable.of(store));
    }

    private void all(Maintenance.Result done) {
        new SumsPrinter(style).print(List.of(SumsPrinter.Sums.of(done.gc()), SumsPrinter.Sums.of(done.prune())), out);
        done.backup().ifPresent(new AutoBackupPrinter(session)::summary);
        done.migration().flatMap(AutoMigration.Result::report).ifPresent(runs::step);
        runs.step(done.gc());
        runs.step(done.prune());
        done.merge().ifPresent(runs::step);
        runs.step(done.compress());
        done.index().ifPresent(index -> out.println(style.done(IndexCommand.summaryOf(index))));
    }

    private void brief(Maintenance.Result done) {
        done.backup().ifPresent(this::backedUp);
        done.migration()
                .flatMap(AutoMigration.Result::report)
                .filter(report -> report.changedFiles() > 0 || report.outcome() != Report.Outcome.DONE)
                .ifPresent(runs::step);
        if (done.gc().transformed() > 0) {
            out.println(style.done("added a missing id, agent or timestamp to "
                    + Amounts.items(done.gc().transformed())));
        }
        removed("removed ", List.of(SumsPrinter.Sums.of(done.gc()), SumsPrinter.Sums.of(done.prune())));
        done.merge()
                .filter(merge -> merge.removed() > 0)
                .ifPresent(merge -> out.println(
                        style.done("merged " + Amounts.items(merge.removed()) + " into others that say the same")));
        if (done.compress().recoded() > 0) {
            out.println(style.done("compressed " + Amounts.of(done.compress().recoded(), "file") + ", "
                    + Amounts.size(done.compress().bytesFreed()) + " freed"));
        }
        List<Report> steps = new ArrayList<>(List.of(done.gc(), done.prune(), done.compress()));
        done.merge().ifPresent(steps::add);
        steps.stream().filter(step -> step.outcome() != Report.Outcome.DONE).forEach(runs::step);
        if (steps.stream().allMatch(step -> step.changedFiles() == 0 && step.outcome() == Report.Outcome.DONE)) {
            out.println(style.done("nothing to remove or compress"));
        }
    }

    private void backedUp(AutoBackup.Result backup) {
        Snapshot snapshot = backup.snapshot();
        if (!backup.isComplete()) {
            new AutoBackupPrinter(session).summary(backup);
            return;
        }
        String id = "snapshot " + snapshot.manifest().id();
        out.println(style.done(
                snapshot.isNew()
                        ? "backed up " + Amounts.items(snapshot.manifest().items()) + ": " + id + ", verified, "
                                + Amounts.size(snapshot.bytesAdded()) + " added"
                        : "backed up: nothing changed since " + id + ", verified"));
    }

    /** Prints the number of removals and their reasons, most frequent first. */
    private void removed(String what, List<SumsPrinter.Sums> steps) {
        Map<String, FileOutcome.Count> byReason = new TreeMap<>();
        for (SumsPrinter.Sums step : steps) {
            step.byCause()
                    .forEach((tally, count) ->
                            byReason.merge(tally.reason().replace('_', ' '), count, FileOutcome.Count::plus));
        }
        FileOutcome.Count all = byReason.values().stream().reduce(new FileOutcome.Count(0, 0), FileOutcome.Count::plus);
        if (all.items() == 0) {
            return;
        }
        // A stream over the map itself would create a class that no AOT cache holds.
        List<Map.Entry<String, FileOutcome.Count>> byCount = new ArrayList<>(byReason.entrySet());
        byCount.sort((one, other) ->
                Long.compare(other.getValue().items(), one.getValue().items()));
        String reasons = byCount.stream()
                .map(reason -> Amounts.count(reason.getValue().items()) + " " + reason.getKey())
                .collect(Collectors.joining(", "));
        String line = what + Amounts.items(all.items()) + " (" + Amounts.size(all.bytes()) + "): " + reasons;
        out.println(what.startsWith("would") ? style.note(line) : style.done(line));
    }

    private void returned(long count) {
        if (count > 0) {
            out.println(style.note(
                    Amounts.items(count) + " removed by an earlier run had been written again by another program"));
        }
    }

    private void health(Health health) {
        if (session.isVerbose()) {
            HealthPrinter.print(health, session);
        } else {
            HealthPrinter.printProblems(health, session);
        }
    }

    private void below(String text) {
        out.println(style.below(text));
    }
}
