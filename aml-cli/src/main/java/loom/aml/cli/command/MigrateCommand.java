package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.migrate.MigrateStore;
import loom.aml.app.run.DeclinedException;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Migrates items to another schema version. */
public final class MigrateCommand implements Command {
    @Override
    public String example() {
        return "aml migrate migrate --version 1.2.0 --dry-run";
    }

    @Override
    public void describe(CommandSpec spec) {
        VersionOption.describe(spec);
        ChangeOptions.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        MigrateStore.Request request = new MigrateStore.Request(VersionOption.of(arguments));
        ChangeOptions options = ChangeOptions.of(arguments);
        RunPrinter runs = new RunPrinter(session);
        try (OpenStore opened = options.open(session)) {
            MigrateStore.Planned planned = new MigrateStore(opened, session.frontEnd()).plan(request);
            MigrationPrinter printer = new MigrationPrinter(session);
            if (options.isDry() || planned.isEmpty()) {
                return printer.show(planned.preview(options.isDry()), false);
            }
            printer.warn(planned.plan());
            return runs.result(planned.run(options.run()));
        } catch (DeclinedException e) {
            return runs.declined(e);
        }
    }
}
