package loom.aml.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.backup.CopyBackups;
import loom.aml.app.backup.OpenBackups;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Copies the backups to other places. */
public final class BackupCopyCommand implements Command {
    @Override
    public String example() {
        return "aml backup copy s3://team-backups/shop";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operands(
                "PLACE", "Folders, s3://bucket/prefix or gs://bucket/prefix (those in backup.copy_to)."));
        spec.addOption(Options.flag("Show what would be copied, and copy nothing.", "--dry-run"));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        List<String> places = new ArrayList<>();
        for (String place : arguments.matchedPositionalValue(0, new String[0])) {
            places.add(CopyOption.resolved(place, session));
        }
        boolean isDry = Options.has(arguments, "--dry-run");
        try (OpenBackups backups = session.store().openBackups()) {
            session.ifStopped("the objects that were copied stay; run the command again to continue");
            CopyBackups copying = new CopyBackups(backups);
            CopyBackups.Request request = new CopyBackups.Request(places);
            CopyBackups.Result result = isDry ? copying.preview(request) : copying.run(request);
            if (result.copies().isEmpty()) {
                throw new UsageException("no place to copy to: give one, or set backup.copy_to in the configuration");
            }
            session.printJson(result.toJson());
            for (CopyBackups.Copy copy : result.copies()) {
                print(copy, isDry, session);
            }
            return result.isComplete() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private static void print(CopyBackups.Copy copy, boolean isDry, Session session) {
        session.show(copy.findings());
        if (copy.failure().isPresent()) {
            session.warn(copy.place() + ": " + Printable.of(copy.failure().get()));
            return;
        }
        String what = Amounts.of(copy.snapshots(), "snapshot") + " (" + Amounts.size(copy.bytes()) + ")";
        String line;
        if (isDry) {
            line = session.style().note("dry run: " + what + " would be copied to " + copy.place());
        } else if (copy.bytes() == 0) {
            line = session.style().done("nothing new for " + copy.place());
        } else {
            line = session.style().done("copied " + what + " to " + copy.place());
        }
        session.out().println(line);
    }
}
