package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.backup.CreateSnapshot;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Creates a snapshot. */
public final class BackupCreateCommand implements Command {
    private static final String FULL = "--full";
    private static final String INCREMENTAL = "--incremental";

    @Override
    public String example() {
        return "aml backup create --description \"before the upgrade\"";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.flag("Create a full snapshot, which does not depend on earlier ones.", FULL));
        spec.addOption(Options.flag(
                "Refer to older snapshots if there are any (the default; accepted for older scripts).", INCREMENTAL));
        spec.addOption(AgentsOption.spec());
        spec.addOption(Options.value(
                String.class, "TEXT", "Describe the snapshot, which is then not thinned out.", "--description"));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        if (Options.has(arguments, FULL) && Options.has(arguments, INCREMENTAL)) {
            throw new UsageException("either " + FULL + " or " + INCREMENTAL + ", not both");
        }
        session.disk().prepareWholeAccess();
        try (OpenStore opened = session.store().forReading()) {
            CreateSnapshot.Request request = new CreateSnapshot.Request(
                    Options.has(arguments, FULL),
                    AgentsOption.of(arguments, opened).agents(),
                    arguments.matchedOptionValue("--description", ""));
            CreateSnapshot.Result result = new CreateSnapshot(session.store(), opened, session.frontEnd()).run(request);
            session.printJson(result.toJson());
            new SnapshotPrinter(session).print(result.snapshot());
            return result.snapshot().isComplete() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }
}
