package loom.aml.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.app.maintain.MaintainPreview;
import loom.aml.app.maintain.MaintainResult;
import loom.aml.app.maintain.MaintainStore;
import loom.aml.app.run.DeclinedException;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.Printable;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.SumsPrinter;
import loom.aml.maintain.Maintenance;
import loom.aml.run.AutoMigration;
import loom.aml.run.Report;
import loom.aml.store.PlanSummary;
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
        RunPrinter printer = new RunPrinter(session);
        try (OpenStore opened = options.open(session)) {
            MaintainStore maintain = new MaintainStore(opened, session.frontEnd());
            MaintainStore.Request request = new MaintainStore.Request(ClockOption.isTrusted(arguments));
            return options.isDry()
                    ? show(maintain.preview(request), printer, session)
                    : show(maintain.run(request, options.run()), printer, session);
        } catch (DeclinedException e) {
            return printer.declined(e);
        }
    }

    private static ExitCode show(MaintainPreview preview, RunPrinter printer, Session session) {
        session.printJson(preview.toJson());
        PlanSummary gc = preview.gc();
        PlanSummary prune = preview.prune();
        Maintenance.Plans plans = preview.plans();
        PrintStream out = session.out();
        Style style = session.style();
        out.println(style.bold("aml maintain") + "  " + Printable.of(preview.store()));
        out.println("  " + Amounts.items(plans.gc().items()) + " looked at\n");
        printer.migration(preview.migration());
        new SumsPrinter(style).print(List.of(SumsPrinter.Sums.of(gc), SumsPrinter.Sums.of(prune)), out);
        returned(plans.prune().returned(), style, out);
        session.show(preview.findings());
        if (gc.transformed() > 0) {
            out.println("  " + Amounts.items(gc.transformed()) + " would get a missing id, agent or timestamp");
        }
        if (preview.compressedFiles() > 0) {
            out.println("  " + Amounts.of(preview.compressedFiles(), "file") + " ("
                    + Amounts.size(plans.compress().bytes()) + ") not written for long would be compressed");
        }
        if (preview.isEmpty()) {
            out.println(style.done("nothing to do"));
        } else {
            out.println(style.note("dry run: " + Amounts.items((long) gc.items() + prune.items()) + " ("
                    + Amounts.size(gc.bytes() + prune.bytes()) + ") would leave, "
                    + Amounts.of(gc.files() + prune.files(), "change") + " to files; nothing was changed"));
            out.println("  " + style.faint("do it: " + session.location().prefix() + " maintain"));
        }
        return RunPrinter.ofFindings(preview.findings());
    }

    private static void returned(long count, Style style, PrintStream out) {
        if (count > 0) {
            out.println(style.note(Amounts.items(count)
                    + " that an earlier run removed stood in the store again: another program wrote"
                    + " its old copy back"));
        }
    }

    private static ExitCode show(MaintainResult result, RunPrinter printer, Session session) {
        session.printJson(result.toJson());
        Maintenance.Result done = result.done();
        PrintStream out = session.out();
        Style style = session.style();
        out.println(style.bold("aml maintain") + "  " + Printable.of(result.store()));
        out.println("  " + Amounts.items(done.items()) + " looked at, store " + Amounts.size(done.bytesBefore())
                + " before, " + Amounts.size(done.bytesAfter()) + " after\n");
        new SumsPrinter(style).print(List.of(SumsPrinter.Sums.of(done.gc()), SumsPrinter.Sums.of(done.prune())), out);
        session.show(done.findings());
        returned(done.returned(), style, out);
        done.backup().ifPresent(new AutoBackupPrinter(session)::print);
        done.migration().flatMap(AutoMigration.Result::report).ifPresent(printer::step);
        printer.step(done.gc());
        printer.step(done.prune());
        printer.step(done.compress());
        done.index().ifPresent(index -> out.println(style.done(IndexCommand.summaryOf(index))));
        if (done.canBeTakenBack()) {
            printer.wayBack(done.run());
        }
        result.observed().ifPresent(observed -> {
            HealthPrinter.print(observed.seen().health(), session);
            session.show(observed.findings());
        });
        if (done.outcome() != Report.Outcome.DONE) {
            session.warn("maintain was " + done.outcome().word() + ", see above or --json");
        }
        return ExitCode.of(done.outcome());
    }
}
