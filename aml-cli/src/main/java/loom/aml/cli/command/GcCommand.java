package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.maintain.CollectGarbage;
import loom.aml.app.run.DeclinedException;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.tidy.GcPolicy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Cleans up the store. */
public final class GcCommand implements Command {
    private static final String AGAIN = "--again";

    @Override
    public String example() {
        return "aml optimize gc --repair --dry-run";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(
                Options.flag("Recover all readable items of damaged files, and archive the originals.", "--repair"));
        spec.addOption(Options.flag(
                "Add a missing id, agent or timestamp to items with content (default: gc.complete, on).",
                "--complete"));
        spec.addOption(Options.flag("Do not change items without an id, agent or timestamp.", "--no-complete"));
        spec.addOption(Options.flag("Archive items that the TypeScript runtime cannot load.", "--for-runtime"));
        spec.addOption(AgentsOption.spec());
        spec.addOption(Options.flag("Include items that 'aml undo' restored and that did not change since.", AGAIN));
        ChangeOptions.describeWithExplain(spec);
        ClockOption.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        GcPolicy configured = session.configuration().policies().gc();
        GcPolicy policy = configured
                .withRepair(configured.repair() || Options.has(arguments, "--repair"))
                .withComplete((configured.complete() || Options.has(arguments, "--complete"))
                        && !Options.has(arguments, "--no-complete"))
                .withForRuntime(configured.forRuntime() || Options.has(arguments, "--for-runtime"));
        ChangeOptions options = ChangeOptions.of(arguments);
        RunPrinter printer = new RunPrinter(session);
        try (OpenStore opened = options.open(session)) {
            CollectGarbage gc = new CollectGarbage(opened, session.frontEnd());
            CollectGarbage.Request request = new CollectGarbage.Request(
                    policy,
                    AgentsOption.of(arguments, opened),
                    Options.has(arguments, AGAIN),
                    ClockOption.isTrusted(arguments));
            return options.isDry()
                    ? printer.preview(gc.preview(request), options.explain())
                    : printer.result(gc.run(request, options.run()));
        } catch (DeclinedException e) {
            return printer.declined(e);
        }
    }
}
