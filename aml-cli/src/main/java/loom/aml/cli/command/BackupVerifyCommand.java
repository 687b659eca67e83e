package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.backup.Backup;
import loom.aml.backup.Verification;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.Amounts;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import loom.aml.run.BackupRuns;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Finds out whether snapshots can still be restored. */
public final class BackupVerifyCommand implements Command {
    @Override
    public String name() {
        return "backup verify";
    }

    @Override
    public String summary() {
        return "Read a snapshot back and compare every SHA-256; --all for all of them";
    }

    @Override
    public String example() {
        return "aml backup verify --all";
    }

    @Override
    public void describe(CommandSpec spec) {
        SnapshotChoice.describeOperand(spec);
        SnapshotChoice.describeId(spec);
        spec.addOption(Options.flag("All snapshots, and every segment.", "--all"));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        boolean all = Options.has(arguments, "--all");
        if (all && arguments.hasMatchedPositional(0)) {
            throw new UsageException("either a snapshot or --all, not both");
        }
        try (Backup backup = session.store().backups()) {
            session.ifStopped("the store and its snapshots were not touched");
            BackupRuns runs = new BackupRuns(backup, session.random());
            Verification verification =
                    all ? runs.verifyAll() : runs.verify(SnapshotChoice.ofOperand(arguments, backup));
            session.printJson(JsonObject.builder()
                    .put("store", FileName.text(backup.store().root()))
                    .putAll(verification.toJson())
                    .build());
            session.show(verification.findings());
            String what = Amounts.of(verification.snapshots().size(), "snapshot") + ", "
                    + Amounts.of(verification.segments(), "segment") + " (" + Amounts.size(verification.bytes()) + "), "
                    + Amounts.of(verification.files(), "file") + " put together"
                    + (all
                            ? ", " + Amounts.of(verification.records(), "run record") + " with "
                                    + Amounts.of(verification.archives(), "archive") + " read"
                            : "");
            if (verification.isSound()) {
                session.out().println(session.style().done("sound: " + what));
                return ExitCode.DONE;
            }
            session.out().println(session.style().failure("damaged: " + what));
            session.warn("backup verify found damage, see above or --json");
            return ExitCode.PARTIAL;
        }
    }
}
