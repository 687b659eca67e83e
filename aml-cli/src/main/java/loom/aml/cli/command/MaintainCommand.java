package loom.aml.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import loom.aml.backup.AutoBackup;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.Printable;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.SumsPrinter;
import loom.aml.index.IndexUpdate;
import loom.aml.json.JsonObject;
import loom.aml.maintain.Maintenance;
import loom.aml.run.AutoMigration;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.store.ClockVerdict;
import loom.aml.store.Finding;
import loom.aml.store.Plan;
import loom.aml.store.PlanSummary;
import loom.aml.store.file.FileMemoryStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The daily job, on one screen. */
public final class MaintainCommand implements Command {
    @Override
    public String name() {
        return "maintain";
    }

    @Override
    public String summary() {
        return "The daily job: recover, back up, tidy, forget, compress; on one screen";
    }

    @Override
    public String example() {
        return "aml maintain --dry-run";
    }

    @Override
    public void describe(CommandSpec spec) {
        ChangeOptions.describe(spec);
        ClockOption.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        ChangeOptions options = ChangeOptions.of(arguments);
        try (FileMemoryStore store = options.open(session)) {
            Maintenance maintenance = new Maintenance(
                    store, session.configuration().policies().maintain(), clock(arguments, session, store, options));
            return options.isDry()
                    ? show(maintenance.plan(), store, session)
                    : run(maintenance, store, session, options);
        }
    }

    /** Looks at the records of runs, beside the backups: a job that cannot reach these will not back anything up. */
    private static ClockVerdict clock(
            ParseResult arguments, Session session, FileMemoryStore store, ChangeOptions options) throws IOException {
        try {
            return ClockOption.of(arguments, session, store);
        } catch (IOException e) {
            if (options.backup() && !options.isDry()) {
                Watching.failedBackup(session, store, e);
            }
            throw e;
        }
    }

    private static ExitCode show(Maintenance.Plans plans, FileMemoryStore store, Session session) {
        PlanSummary gc = PlanSummary.of(plans.gc());
        PlanSummary prune = PlanSummary.of(plans.prune());
        List<Finding> findings = new ArrayList<>(store.recovered());
        findings.addAll(plans.gc().findings());
        AutoMigrated before = new AutoMigrated(Optional.empty(), plans.migration());
        Stream.of(before.findings(), plans.prune().findings(), plans.compress().findings())
                .flatMap(List::stream)
                .filter(finding -> !findings.contains(finding))
                .forEach(findings::add);
        session.printJson(JsonObject.builder()
                .put("store", store.location())
                .put("dry_run", true)
                .put("items", plans.gc().items())
                .putAll(before.toJson())
                .put("gc", gc.toJson())
                .put("prune", prune.toJson())
                .put(
                        "compress",
                        JsonObject.builder()
                                .put(
                                        "files_changed",
                                        plans.compress().changes().changes().size())
                                .put("bytes_before", plans.compress().bytes())
                                .build())
                .put("returned", plans.prune().returned())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build());
        PrintStream out = session.out();
        Style style = session.style();
        out.println(style.bold("aml maintain") + "  " + Printable.of(store.location()));
        out.println("  " + Amounts.items(plans.gc().items()) + " looked at\n");
        before.print(session);
        new SumsPrinter(style).print(List.of(SumsPrinter.Sums.of(gc), SumsPrinter.Sums.of(prune)), out);
        returned(plans.prune().returned(), style, out);
        session.show(findings);
        int files = gc.files() + prune.files();
        if (gc.transformed() > 0) {
            out.println("  " + Amounts.items(gc.transformed()) + " would get a missing id, agent or timestamp");
        }
        long old = plans.compress().changes().changes().size();
        if (old > 0) {
            out.println("  " + Amounts.of(old, "file") + " ("
                    + Amounts.size(plans.compress().bytes()) + ") not written for long would be compressed");
        }
        boolean isAsItShouldBe = plans.migration().stream().allMatch(plan -> plan.items() == 0);
        if (files == 0 && old == 0 && isAsItShouldBe) {
            out.println(style.done("nothing to do"));
        } else {
            out.println(style.note("dry run: " + Amounts.items((long) gc.items() + prune.items()) + " ("
                    + Amounts.size(gc.bytes() + prune.bytes()) + ") would leave, " + Amounts.of(files, "change")
                    + " to files; nothing was changed"));
            out.println("  " + style.faint("do it: " + session.location().prefix() + " maintain"));
        }
        return findings.stream().anyMatch(Finding::isProblem) ? ExitCode.PARTIAL : ExitCode.DONE;
    }

    private static void returned(long count, Style style, PrintStream out) {
        if (count > 0) {
            out.println(style.note(Amounts.items(count)
                    + " that an earlier run removed stood in the store again: another program wrote"
                    + " its old copy back"));
        }
    }

    private static ExitCode run(Maintenance maintenance, FileMemoryStore store, Session session, ChangeOptions options)
            throws IOException {
        Consent consent = new Consent(session, options.isAgreed());
        if (consent.mayBeAsked()) {
            Maintenance.Plans plans = maintenance.plan();
            if (!consent.isGiven("maintain", List.of(plans.gc(), plans.prune()), store)) {
                return Executed.notDone(session, false);
            }
        }
        Maintenance.Result result = maintenance.run(
                new Execution(store, session.random()),
                Execution.Options.DEFAULT
                        .withBackup(options.backup())
                        .withProgress(session.messages().progress()),
                new Maintenance.Gate() {
                    @Override
                    public Plan admit(Plan plan, long items) throws IOException {
                        return consent.admitted(plan, items, store);
                    }

                    @Override
                    public void backupFailed(IOException e) {
                        Watching.failedBackup(session, store, e);
                    }
                });
        Optional<Watching.Taken> watched = Watching.afterwards(session, store);
        session.printJson(JsonObject.builder()
                .putAll(toJson(result, store))
                .put(
                        "health",
                        watched.map(taken -> taken.seen().health().toJson()).orElse(null))
                .build());
        PrintStream out = session.out();
        Style style = session.style();
        out.println(style.bold("aml maintain") + "  " + Printable.of(store.location()));
        out.println("  " + Amounts.items(result.items()) + " looked at, store " + Amounts.size(result.bytesBefore())
                + " before, " + Amounts.size(result.bytesAfter()) + " after\n");
        new SumsPrinter(style)
                .print(List.of(SumsPrinter.Sums.of(result.gc()), SumsPrinter.Sums.of(result.prune())), out);
        session.show(result.findings());
        returned(result.returned(), style, out);
        List<Report> reports = new ArrayList<>(List.of(result.gc(), result.prune(), result.compress()));
        result.migration().flatMap(AutoMigration.Result::report).ifPresent(reports::addFirst);
        result.backup().ifPresent(made -> BackupAutoCommand.print(made, session));
        for (Report report : reports) {
            out.println(Executed.summaryOf(report, session));
        }
        result.index().ifPresent(index -> out.println(style.done(IndexCommand.summaryOf(index))));
        watched.ifPresent(taken -> {
            Watching.print(taken.seen().health(), session);
            session.show(taken.findings());
        });
        if (result.outcome() != Report.Outcome.DONE) {
            session.warn("maintain was " + result.outcome().word() + ", see above or --json");
        }
        return ExitCode.of(result.outcome());
    }

    private static JsonObject toJson(Maintenance.Result result, FileMemoryStore store) {
        return JsonObject.builder()
                .put("store", store.location())
                .put("dry_run", false)
                .put("outcome", result.outcome().word())
                .put("items", result.items())
                .put("bytes_before", result.bytesBefore())
                .put("bytes_after", result.bytesAfter())
                .put("returned", result.returned())
                .put(
                        "backup_auto",
                        result.backup().map(AutoBackup.Result::toJson).orElse(null))
                .put(
                        "migration",
                        result.migration()
                                .flatMap(AutoMigration.Result::report)
                                .map(Report::toJson)
                                .orElse(null))
                .put("gc", result.gc().toJson())
                .put("prune", result.prune().toJson())
                .put("compress", result.compress().toJson())
                .put("index", result.index().map(IndexUpdate::toJson).orElse(null))
                .put("findings", result.findings().stream().map(Finding::toJson).toList())
                .build();
    }
}
