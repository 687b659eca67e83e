package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.PlanRun;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.migrate.MigratePolicy;
import loom.aml.migrate.MigrationPlan;
import loom.aml.migrate.Migrator;
import loom.aml.store.file.FileMemoryStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Migrates. */
public final class MigrateCommand implements Command {
    @Override
    public String name() {
        return "migrate migrate";
    }

    @Override
    public String summary() {
        return "Bring all items to a schema version, up or down, all together or not at all";
    }

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
        MigratePolicy policy = VersionOption.of(arguments);
        ChangeOptions options = ChangeOptions.of(arguments);
        Migrator migrator = new Migrator(policy, session.clock().instant());
        RunPrinter runs = new RunPrinter(session);
        try (OpenStore opened = options.open(session)) {
            FileMemoryStore store = opened.store();
            MigrationPlan plan = migrator.plan(store);
            MigrationPrinter printer = new MigrationPrinter(session, store);
            // There is nothing to record of a run that changes nothing.
            if (options.isDry() || plan.changes().isEmpty()) {
                return printer.show(plan, options.isDry(), false);
            }
            printer.warn(plan);
            return runs.result(
                    new PlanRun(opened, session.frontEnd()).execute(plan, 0, AutoMigrated.NOT_SET, options.run()));
        } catch (DeclinedException e) {
            return runs.declined(e);
        }
    }
}
