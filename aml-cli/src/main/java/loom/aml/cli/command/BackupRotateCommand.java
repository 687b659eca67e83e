package loom.aml.cli.command;

import java.io.IOException;
import java.time.Duration;
import loom.aml.app.backup.OpenBackups;
import loom.aml.app.backup.RotateSnapshots;
import loom.aml.app.text.Amounts;
import loom.aml.backup.RotationPlan;
import loom.aml.backup.RotationPolicy;
import loom.aml.backup.repository.Manifest;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Removes snapshots by the retention policy. */
public final class BackupRotateCommand implements Command {
    @Override
    public String example() {
        return "aml backup rotate --dry-run";
    }

    @Override
    public void describe(CommandSpec spec) {
        RotationPolicy usual = RotationPolicy.DEFAULT;
        spec.addOption(Options.value(
                Integer.class, "N", "Keep the newest of each hour for N hours; " + usual.hourly() + ".", "--hourly"));
        spec.addOption(Options.value(
                Integer.class, "N", "Keep the newest of each day for N days; " + usual.daily() + ".", "--daily"));
        spec.addOption(Options.value(
                Integer.class,
                "DAYS",
                "Keep none older than this; " + usual.maxAge().toDays() + ".",
                "--max-age-days"));
        spec.addOption(Options.value(Integer.class, "N", "Keep at most N; " + usual.maxCount() + ".", "--max-count"));
        spec.addOption(Options.flag("Show what would be removed, and remove nothing.", "--dry-run"));
        ClockOption.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        RotationPolicy usual = session.configuration().policies().backup().rotation();
        RotationPolicy policy = usual.withHourly(arguments.matchedOptionValue("--hourly", usual.hourly()))
                .withDaily(arguments.matchedOptionValue("--daily", usual.daily()))
                .withMaxAge(Duration.ofDays(arguments.matchedOptionValue(
                        "--max-age-days", Math.toIntExact(usual.maxAge().toDays()))))
                .withMaxCount(arguments.matchedOptionValue("--max-count", usual.maxCount()));
        RotateSnapshots.Request request = new RotateSnapshots.Request(policy, ClockOption.isTrusted(arguments));
        try (OpenBackups backups = session.store().openBackups()) {
            RotateSnapshots rotate = new RotateSnapshots(backups);
            if (Options.has(arguments, "--dry-run")) {
                return show(rotate.preview(request), session);
            }
            session.ifStopped("each snapshot is either complete or removed; run the command again to finish");
            return show(rotate.run(request), session);
        }
    }

    private static ExitCode show(RotateSnapshots.Preview preview, Session session) {
        session.printJson(preview.toJson());
        RotationPlan plan = preview.plan();
        for (Manifest manifest : plan.drop()) {
            session.out().println("  " + manifest.id() + "  " + Printable.of(manifest.description()));
        }
        session.show(plan.findings());
        session.out()
                .println(session.style()
                        .note("dry run: " + Amounts.of(plan.drop().size(), "snapshot") + " would be removed, "
                                + plan.keep().size() + " kept; nothing was removed"));
        return plan.isStopped() ? ExitCode.PARTIAL : ExitCode.DONE;
    }

    private static ExitCode show(RotateSnapshots.Result result, Session session) {
        session.printJson(result.toJson());
        session.show(result.done().findings());
        session.out()
                .println(session.style()
                        .done(AutoBackupPrinter.summary(
                                result.done(), result.plan().keep().size())));
        return RunPrinter.ofFindings(result.done().findings());
    }
}
