package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.search.WarmCache;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.Table;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Selects the items that a program with a cache loads first. */
public final class WarmCacheCommand implements Command {
    private static final String DRY_RUN = "--dry-run";

    @Override
    public String example() {
        return "aml optimize warm-cache --agents debugger";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(AgentsOption.spec());
        spec.addOption(Options.flag("Show what would be listed, and write nothing.", DRY_RUN));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        try (OpenStore opened = session.store().forReading()) {
            WarmCache.Request request =
                    new WarmCache.Request(AgentsOption.of(arguments, opened), Options.has(arguments, DRY_RUN));
            WarmCache.Result result = new WarmCache(opened).run(request);
            session.printJson(result.toJson());
            print(result, session);
            return RunPrinter.ofFindings(result.list().findings());
        }
    }

    private static void print(WarmCache.Result result, Session session) {
        Table table = new Table("agent", ">items");
        result.byAgent().forEach((agent, items) -> table.row(Printable.of(agent), Amounts.count(items)));
        if (!table.isEmpty()) {
            session.out().print(table.toString(session.style()));
        }
        session.show(result.list().findings());
        String what = Amounts.items(result.list().entries().size()) + ", "
                + Amounts.size(result.list().bytes()) + " of a cache of " + Amounts.size(result.cacheBytes());
        session.out()
                .println(
                        result.isDryRun()
                                ? session.style().note("dry run: " + what + " would be listed; nothing was written")
                                : session.style().done("warm-cache: " + what));
    }
}
