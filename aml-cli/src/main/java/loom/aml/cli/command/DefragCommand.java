package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.maintain.DefragPlan;
import loom.aml.app.maintain.DefragPolicy;
import loom.aml.app.maintain.DefragReport;
import loom.aml.app.maintain.DefragmentStore;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.text.Amounts;
import loom.aml.backup.repack.RepackPlan;
import loom.aml.backup.repository.GenerationLayout;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Measures fragmentation and repairs it where that pays. */
public final class DefragCommand implements Command {
    @Override
    public String example() {
        return "aml optimize defrag --dry-run";
    }

    @Override
    public void describe(CommandSpec spec) {
        ChangeOptions.describe(spec);
        ClockOption.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        ChangeOptions options = ChangeOptions.of(arguments);
        try (OpenStore opened = options.open(session)) {
            DefragmentStore defragment = new DefragmentStore(opened, session.frontEnd(), DefragPolicy.DEFAULT);
            DefragmentStore.Request request = new DefragmentStore.Request(ClockOption.isTrusted(arguments));
            if (options.isDry()) {
                return show(defragment.preview(request), session);
            }
            session.ifStopped("every file and snapshot is complete; run the command again to finish");
            return show(defragment.run(request, options.run()), session);
        } catch (DeclinedException e) {
            return new RunPrinter(session).declined(e);
        }
    }

    private static ExitCode show(DefragPlan plan, Session session) {
        session.printJson(plan.toJson());
        session.show(plan.findings());
        print(plan, session);
        session.out()
                .println(session.style()
                        .note("dry run: " + Amounts.of(plan.backups().chosen().size(), "generation")
                                + " would be repacked, "
                                + Amounts.of(plan.compress().files(), "file") + " compressed, the index "
                                + (plan.isIndexRebuilt() ? "" : "not ") + "rebuilt"));
        return RunPrinter.ofFindings(plan.findings());
    }

    private static ExitCode show(DefragReport report, Session session) {
        session.printJson(report.toJson());
        session.show(report.findings());
        print(report.plan(), session);
        session.out().println(session.style().done(BackupRepackCommand.summary(report.backups())));
        report.index()
                .ifPresent(index -> session.out()
                        .println(session.style()
                                .done("rebuilt the search index: " + Amounts.of(index.deleted(), "deleted document")
                                        + " left")));
        report.compressed().ifPresent(run -> {
            session.out()
                    .println(session.style()
                            .done("compressed " + Amounts.of(report.compressedFiles(), "file") + ", "
                                    + Amounts.size(report.compressedBytes()) + " freed"));
            if (run.canBeUndone()) {
                new RunPrinter(session).wayBack(run.run());
            }
            session.show(run.monitoring());
        });
        return RunPrinter.ofFindings(report.findings());
    }

    private static void print(DefragPlan plan, Session session) {
        long dead = 0;
        long bytes = 0;
        int increments = 0;
        double pieces = 0;
        for (RepackPlan.Measured measured : plan.backups().generations()) {
            GenerationLayout layout = measured.layout();
            dead += layout.deadBytes();
            bytes += layout.bytes();
            increments = Math.max(increments, layout.increments());
            pieces = Math.max(pieces, layout.piecesPerFile());
        }
        line("dead bytes in backups", Amounts.size(dead) + " of " + Amounts.size(bytes), session);
        line("pieces of a file in backups", "at most " + Math.round(pieces) + " on average", session);
        line("increments behind a snapshot", "at most " + increments, session);
        line(
                "deleted documents in the index",
                plan.index()
                        .map(index -> index.deleted() + " of " + (index.used() + index.deleted()))
                        .orElse("no index"),
                session);
        line(
                "twins",
                Amounts.of(plan.collections().twins(), "file") + ", "
                        + Amounts.size(plan.collections().twinBytes()) + " (only reported)",
                session);
        line("padding in collections", Amounts.size(plan.collections().paddingBytes()) + " (only reported)", session);
    }

    private static void line(String what, String amount, Session session) {
        session.out().println("  " + what + " ".repeat(32 - what.length()) + amount);
    }
}
