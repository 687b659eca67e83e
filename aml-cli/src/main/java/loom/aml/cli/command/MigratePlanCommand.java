package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.migrate.MigrateStore;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows the plan of a migration with a sample item of each kind. */
public final class MigratePlanCommand implements Command {
    @Override
    public String example() {
        return "aml migrate plan --version 1.2.0";
    }

    @Override
    public void describe(CommandSpec spec) {
        VersionOption.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        MigrateStore.Request request = new MigrateStore.Request(VersionOption.of(arguments));
        try (OpenStore opened = session.store().forReading()) {
            MigrateStore migrate = new MigrateStore(opened, session.frontEnd());
            return new MigrationPrinter(session).show(migrate.plan(request).preview(true), true);
        }
    }
}
