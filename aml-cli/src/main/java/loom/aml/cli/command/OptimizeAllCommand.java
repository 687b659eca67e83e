package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.maintain.OptimizePreview;
import loom.aml.app.maintain.OptimizeResult;
import loom.aml.app.maintain.OptimizeStore;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.SumsPrinter;
import loom.aml.run.Report;
import loom.aml.store.PlanSummary;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Cleans, compresses, updates the index and lists the items to cache, in this order. */
public final class OptimizeAllCommand implements Command {
    @Override
    public String example() {
        return "aml optimize all --dry-run";
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
            OptimizeStore optimize = new OptimizeStore(opened, session.frontEnd());
            OptimizeStore.Request request = new OptimizeStore.Request(ClockOption.isTrusted(arguments));
            return options.isDry()
                    ? show(optimize.preview(request), session)
                    : show(optimize.run(request, options.run()), printer, session);
        } catch (DeclinedException e) {
            return printer.declined(e);
        }
    }

    private static ExitCode show(OptimizePreview preview, Session session) {
        session.printJson(preview.toJson());
        PlanSummary sums = preview.gc();
        new SumsPrinter(session.style()).print(sums.byCause(), sums.byAgent(), session.out());
        session.show(preview.findings(), preview.known());
        String ofIndex = preview.isIndexFresh() ? "not change" : preview.hasIndex() ? "be updated" : "be built";
        session.out()
                .println(session.style()
                        .note("dry run: " + Amounts.items(sums.items()) + " would be removed, "
                                + Amounts.of(preview.compressedFiles(), "file")
                                + " would be compressed, the index would " + ofIndex + "; nothing was changed"));
        return RunPrinter.ofFindings(preview.findings());
    }

    private static ExitCode show(OptimizeResult result, RunPrinter printer, Session session) {
        session.printJson(result.toJson());
        Report gc = result.gc();
        new SumsPrinter(session.style()).print(gc.removedByCause(), gc.removedByAgent(), session.out());
        session.show(result.findings(), result.known());
        printer.migration(result.migration());
        printer.step(gc);
        printer.step(result.compress());
        session.out().println(session.style().done(IndexCommand.summaryOf(result.index())));
        session.out()
                .println(session.style()
                        .done("warm-cache: " + Amounts.items(result.warmItems()) + ", "
                                + Amounts.size(result.warmBytes())));
        if (result.canBeUndone()) {
            printer.wayBack(result.run());
        }
        if (result.outcome() != Report.Outcome.DONE) {
            session.warn("optimize all was " + result.outcome().word() + ", see above or --json");
        }
        session.show(result.monitoring());
        return ExitCode.of(result.outcome());
    }
}
