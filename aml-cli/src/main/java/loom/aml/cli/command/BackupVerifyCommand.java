package loom.aml.cli.command;

import java.io.IOException;
import java.util.Optional;
import loom.aml.app.backup.OpenBackups;
import loom.aml.app.backup.SnapshotChoice;
import loom.aml.app.backup.VerifySnapshots;
import loom.aml.app.text.Amounts;
import loom.aml.backup.Verification;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Verifies that snapshots can be restored. */
public final class BackupVerifyCommand implements Command {
    @Override
    public String example() {
        return "aml backup verify --all";
    }

    @Override
    public void describe(CommandSpec spec) {
        SnapshotArgument.describeOperand(spec);
        SnapshotArgument.describeId(spec);
        spec.addOption(Options.flag("Verify all snapshots and every segment.", "--all"));
        CopyOption.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        boolean all = Options.has(arguments, "--all");
        if (all && arguments.hasMatchedPositional(0)) {
            throw new UsageException("either a snapshot or --all, not both");
        }
        Optional<SnapshotChoice> snapshot = all ? Optional.empty() : Optional.of(SnapshotArgument.ofOperand(arguments));
        try (OpenBackups backups = CopyOption.open(arguments, session)) {
            session.ifStopped("the store and its snapshots were not changed");
            VerifySnapshots.Result result = new VerifySnapshots(backups).run(new VerifySnapshots.Request(snapshot));
            Verification verification = result.verification();
            session.printJson(result.toJson());
            session.show(verification.findings());
            String what = Amounts.of(verification.snapshots().size(), "snapshot") + ", "
                    + Amounts.of(verification.segments(), "segment") + " (" + Amounts.size(verification.bytes()) + "), "
                    + Amounts.of(verification.files(), "file")
                    + (all
                            ? ", " + Amounts.of(verification.records(), "run record") + " with "
                                    + Amounts.of(verification.archives(), "archive")
                            : "");
            if (verification.isSound()) {
                session.out().println(session.style().done("verified " + what));
                return ExitCode.DONE;
            }
            session.out().println(session.style().failure("found damage; checked " + what));
            session.warn("backup verify found damage, see above or --json");
            return ExitCode.PARTIAL;
        }
    }
}
