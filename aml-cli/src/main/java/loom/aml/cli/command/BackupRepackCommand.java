package loom.aml.cli.command;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import loom.aml.app.backup.OpenBackups;
import loom.aml.app.backup.RepackBackups;
import loom.aml.app.text.Amounts;
import loom.aml.backup.repack.RepackPlan;
import loom.aml.backup.repack.RepackReport;
import loom.aml.backup.repository.GenerationLayout;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Rewrites the data of snapshots, so that restores read less and dead bytes are freed. */
public final class BackupRepackCommand implements Command {
    @Override
    public String example() {
        return "aml backup repack --dry-run";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.flag("Repack everything that is not packed yet, even if it does not pay.", "--all"));
        spec.addOption(Options.flag("Measure, and change nothing.", "--dry-run"));
        CopyOption.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        RepackBackups.Request request = new RepackBackups.Request(Options.has(arguments, "--all"));
        try (OpenBackups backups = CopyOption.open(arguments, session)) {
            RepackBackups repack = new RepackBackups(backups);
            if (Options.has(arguments, "--dry-run")) {
                return show(repack.preview(request), session);
            }
            session.ifStopped("every snapshot is complete; run the command again to finish");
            return show(repack.run(request), session);
        }
    }

    private static ExitCode show(RepackBackups.Preview preview, Session session) {
        session.printJson(preview.toJson());
        RepackPlan plan = preview.plan();
        session.show(plan.findings());
        for (RepackPlan.Measured measured : plan.generations()) {
            print(measured, Optional.empty(), session);
        }
        session.out()
                .println(session.style()
                        .note("dry run: " + Amounts.of(plan.chosen().size(), "generation") + " of "
                                + plan.generations().size() + " would be repacked; nothing was changed"));
        return RunPrinter.ofFindings(plan.findings());
    }

    private static ExitCode show(RepackBackups.Result result, Session session) {
        session.printJson(result.toJson());
        RepackReport report = result.report();
        session.show(report.findings());
        for (RepackPlan.Measured measured : report.plan().generations()) {
            print(measured, report.after(measured.layout().generation()), session);
        }
        session.out().println(session.style().done(summary(report)));
        return RunPrinter.ofFindings(report.findings());
    }

    /** Returns a line about what was repacked. */
    static String summary(RepackReport report) {
        if (report.plan().isEmpty()) {
            return "nothing to repack in the backups";
        }
        long freed = report.bytesFreed();
        return "repacked and verified " + Amounts.of(report.snapshots(), "snapshot") + " in "
                + Amounts.of(report.after().size(), "generation") + ", "
                + (freed < 0 ? Amounts.size(-freed) + " more than before" : Amounts.size(freed) + " freed");
    }

    private static void print(RepackPlan.Measured measured, Optional<GenerationLayout> after, Session session) {
        GenerationLayout layout = measured.layout();
        session.out()
                .println(
                        "  " + layout.generation() + "  " + measured.reason().orElse(after.isEmpty() ? "compact" : ""));
        session.out().println("    " + space(layout));
        session.out().println("    " + restoring(layout));
        after.ifPresent(now -> {
            session.out().println("    now " + space(now));
            session.out().println("    now " + restoring(now));
        });
    }

    private static String space(GenerationLayout layout) {
        return Amounts.of(layout.snapshots(), "snapshot") + " in " + Amounts.of(layout.segments(), "segment") + ", "
                + Amounts.size(layout.bytes()) + ", " + Amounts.size(layout.deadBytes()) + " dead";
    }

    private static String restoring(GenerationLayout layout) {
        return String.format(Locale.ROOT, "%.1f", layout.piecesPerFile()) + " pieces per file, "
                + Amounts.of(layout.increments(), "increment") + " behind the newest";
    }
}
