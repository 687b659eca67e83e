package loom.aml.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.backup.CopyBackups;
import loom.aml.app.backup.OpenBackups;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
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
        CopyOption.describe(spec);
        spec.addOption(Options.flag("Show what would be copied, and copy nothing.", "--dry-run"));
        spec.addOption(Options.flag("Begin new copies without encryption.", "--plain"));
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
            CopyBackups copying = new CopyBackups(backups, new PassphrasePrompt(session));
            CopyBackups.Request request = new CopyBackups.Request(
                    CopyOption.place(arguments, session), places, Options.has(arguments, "--plain"));
            CopyBackups.Result result = isDry ? copying.preview(request) : copying.run(request);
            if (result.copies().isEmpty()) {
                throw new UsageException("no place to copy to: give one, or set backup.copy_to in the configuration");
            }
            session.printJson(result.toJson());
            new CopyPrinter(session).print(result);
            return result.isComplete() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }
}
