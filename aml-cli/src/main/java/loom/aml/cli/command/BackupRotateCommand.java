package loom.aml.cli.command;

import java.io.IOException;
import java.time.Duration;
import loom.aml.backup.Backup;
import loom.aml.backup.Rotation;
import loom.aml.backup.RotationPlan;
import loom.aml.backup.RotationPolicy;
import loom.aml.backup.Snapshots;
import loom.aml.backup.repository.Manifest;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.Printable;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import loom.aml.run.BackupRuns;
import loom.aml.store.Finding;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Removes snapshots that are old or too many. */
public final class BackupRotateCommand implements Command {
    @Override
    public String name() {
        return "backup rotate";
    }

    @Override
    public String summary() {
        return "Remove snapshots that are old or too many, and what only they needed";
    }

    @Override
    public String example() {
        return "aml backup rotate --dry-run";
    }

    @Override
    public void describe(CommandSpec spec) {
        RotationPolicy usual = RotationPolicy.DEFAULT;
        spec.addOption(Options.value(
                Integer.class, "N", "Keep the newest of an hour, for N hours; " + usual.hourly() + ".", "--hourly"));
        spec.addOption(Options.value(
                Integer.class, "N", "Keep the newest of a day, for N days; " + usual.daily() + ".", "--daily"));
        spec.addOption(Options.value(
                Integer.class, "DAYS", "Keep nothing older; " + usual.maxAge().toDays() + ".", "--max-age-days"));
        spec.addOption(
                Options.value(Integer.class, "N", "Keep no more than N; " + usual.maxCount() + ".", "--max-count"));
        spec.addOption(Options.flag("Show what would be removed and remove nothing.", "--dry-run"));
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
        try (Backup backup = session.store().backups()) {
            RotationPlan plan = RotationPlan.of(
                    new Snapshots(backup.repository()).list(),
                    policy,
                    new BackupRuns(backup, session.random())
                            .circumstances(ClockOption.of(arguments, session, backup, null)));
            if (Options.has(arguments, "--dry-run")) {
                session.printJson(JsonObject.builder()
                        .put("store", FileName.text(backup.store().root()))
                        .put("dry_run", true)
                        .putAll(plan.toJson())
                        .put(
                                "findings",
                                plan.findings().stream().map(Finding::toJson).toList())
                        .build());
                for (Manifest manifest : plan.drop()) {
                    session.out().println("  " + manifest.id() + "  " + Printable.of(manifest.description()));
                }
                session.show(plan.findings());
                session.out()
                        .println(session.style()
                                .note("dry run: "
                                        + Amounts.of(plan.drop().size(), "snapshot") + " would go, "
                                        + plan.keep().size()
                                        + " would stay; nothing was removed"));
                return plan.isStopped() ? ExitCode.PARTIAL : ExitCode.DONE;
            }
            session.ifStopped("each snapshot is there as a whole, or not at all; give the command again to end it");
            Rotation.Result result = new BackupRuns(backup, session.random()).rotate(plan);
            session.printJson(JsonObject.builder()
                    .put("store", FileName.text(backup.store().root()))
                    .put("dry_run", false)
                    .putAll(plan.toJson())
                    .putAll(result.toJson())
                    .build());
            session.show(result.findings());
            session.out()
                    .println(session.style().done(summary(result, plan.keep().size())));
            return result.findings().stream().anyMatch(Finding::isProblem) ? ExitCode.PARTIAL : ExitCode.DONE;
        }
    }

    static String summary(Rotation.Result result, int kept) {
        return result.snapshots().isEmpty() && result.segments() == 0
                ? "nothing to remove; " + Amounts.of(kept, "snapshot") + " kept"
                : Amounts.of(result.snapshots().size(), "snapshot") + " removed, " + kept + " kept, "
                        + Amounts.size(result.bytes()) + " freed";
    }
}
