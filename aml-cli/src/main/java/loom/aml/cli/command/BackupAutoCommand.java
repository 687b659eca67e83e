package loom.aml.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.backup.AutoBackup;
import loom.aml.backup.Backup;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.Style;
import loom.aml.json.JsonObject;
import loom.aml.monitor.Look;
import loom.aml.run.BackupRuns;
import loom.aml.store.Finding;
import loom.aml.store.file.FileMemoryStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What cron should run. */
public final class BackupAutoCommand implements Command {
    @Override
    public String name() {
        return "backup auto";
    }

    @Override
    public String summary() {
        return "For cron: make a snapshot (a full one each week), verify it, rotate";
    }

    @Override
    public String example() {
        return "aml backup auto --quiet";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.flag("Make a full one whether it is due or not.", "--full"));
        ClockOption.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        SnapshotRequest request =
                Options.has(arguments, "--full") ? SnapshotRequest.DEFAULT.full() : SnapshotRequest.DEFAULT;
        try (FileMemoryStore store = session.store().openReadOnly();
                Backup backup = Backup.of(store.place(), session.random())) {
            AutoBackup.Result result = made(arguments, session, store, backup, request);
            session.printJson(JsonObject.builder()
                    .put("store", store.location())
                    .putAll(result.toJson())
                    .build());
            print(result, session);
            if (!result.isComplete()) {
                session.warn("backup auto was done in part, see above or --json");
            }
            if (Watching.isToBeTold(result.rotation().findings())) {
                session.show(Watching.take(session, Look.ALL, true).findings());
            }
            return result.isComplete() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private static AutoBackup.Result made(
            ParseResult arguments, Session session, FileMemoryStore store, Backup backup, SnapshotRequest request)
            throws IOException {
        try {
            return new BackupRuns(backup, session.random())
                    .auto(
                            session.configuration().policies().backup(),
                            request,
                            ClockOption.of(arguments, session, backup, store));
        } catch (IOException e) {
            Watching.failedBackup(session, e);
            throw e;
        }
    }

    /** What came of it, in a few lines. */
    static void print(AutoBackup.Result result, Session session) {
        Style style = session.style();
        new SnapshotPrinter(session).print(result.snapshot());
        List<Finding> findings = new ArrayList<>(result.verification().findings());
        findings.addAll(result.rotation().findings());
        session.show(findings);
        String verified = Amounts.of(result.verification().files(), "file") + " read back";
        session.out()
                .println(
                        result.verification().isSound()
                                ? style.done("sound: " + verified)
                                : style.failure("damage was found, so a full snapshot was made"));
        session.out()
                .println(
                        result.verification().isSound()
                                ? style.done(BackupRotateCommand.summary(result.rotation(), result.kept()))
                                : style.note("no snapshot was removed, for most of what is damaged may still be sound; "
                                        + result.kept() + " kept"));
    }
}
