package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.backup.DrillRestore;
import loom.aml.app.backup.OpenBackups;
import loom.aml.app.text.Amounts;
import loom.aml.backup.Drill;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Rehearses a restore. */
public final class BackupDrillCommand implements Command {
    @Override
    public String example() {
        return "aml backup drill";
    }

    @Override
    public void describe(CommandSpec spec) {
        SnapshotArgument.describeOperand(spec);
        SnapshotArgument.describeId(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        DrillRestore.Request request = new DrillRestore.Request(SnapshotArgument.ofOperand(arguments));
        try (OpenBackups backups = session.store().openBackups()) {
            session.ifStopped(
                    "the store and its snapshots were not changed; the next drill removes the restored files");
            DrillRestore.Result drilled = new DrillRestore(backups).run(request);
            Drill.Result result = drilled.drill();
            session.printJson(drilled.toJson());
            session.show(result.findings());
            String what = "snapshot " + result.snapshot() + ": " + Amounts.of(result.files(), "file") + " with "
                    + Amounts.items(result.items()) + " (" + Amounts.size(result.bytes()) + ") restored and compared";
            if (result.isSound()) {
                session.out().println(session.style().done(what));
                return ExitCode.DONE;
            }
            session.out().println(session.style().failure(what + "; some could not be restored"));
            session.warn("the drill failed, see above or --json");
            return ExitCode.PARTIAL;
        }
    }
}
