package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.backup.BackUpAutomatically;
import loom.aml.backup.AutoBackup;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Backs up by schedule; see {@link BackUpAutomatically}. */
public final class BackupAutoCommand implements Command {
    @Override
    public String example() {
        return "aml backup auto --quiet";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.flag("Create a full snapshot even if none is due.", "--full"));
        ClockOption.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        BackUpAutomatically.Request request =
                new BackUpAutomatically.Request(Options.has(arguments, "--full"), ClockOption.isTrusted(arguments));
        try (OpenStore opened = session.store().forReading()) {
            BackUpAutomatically.Result result =
                    new BackUpAutomatically(session.store(), opened, session.frontEnd()).run(request);
            AutoBackup.Result done = result.done();
            session.printJson(result.toJson());
            new AutoBackupPrinter(session).print(done);
            new CopyPrinter(session).print(result.copies());
            if (!result.isComplete()) {
                session.warn("backup auto was partly done, see above or --json");
            }
            session.show(result.monitoring());
            return result.isComplete() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }
}
