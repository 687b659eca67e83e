package loom.aml.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.Printable;
import loom.aml.cli.print.Table;
import loom.aml.json.JsonObject;
import loom.aml.recall.Recall;
import loom.aml.recall.RecallPolicy;
import loom.aml.recall.WarmList;
import loom.aml.store.Finding;
import loom.aml.store.Selection;
import loom.aml.store.file.FileMemoryStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Chooses the items that a program with a cache loads first. */
public final class WarmCacheCommand implements Command {
    private static final String DRY_RUN = "--dry-run";

    @Override
    public String name() {
        return "optimize warm-cache";
    }

    @Override
    public String summary() {
        return "List the items of proven worth, so that programs with a cache start warm";
    }

    @Override
    public String example() {
        return "aml optimize warm-cache --agents debugger";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(AgentsOption.spec());
        spec.addOption(Options.flag("Show what would be listed and write nothing.", DRY_RUN));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        RecallPolicy policy = session.configuration().policies().recall();
        boolean isDry = Options.has(arguments, DRY_RUN);
        try (FileMemoryStore store = session.store().openReadOnly()) {
            Selection selection = AgentsOption.of(arguments, store);
            WarmList list =
                    isDry ? WarmList.choose(store, selection, policy) : Recall.keepWarm(store, selection, policy);
            print(list, policy, isDry, store, session);
            return list.findings().stream().anyMatch(Finding::isProblem) ? ExitCode.PARTIAL : ExitCode.DONE;
        }
    }

    private static void print(
            WarmList list, RecallPolicy policy, boolean isDry, FileMemoryStore store, Session session) {
        Map<String, Integer> byAgent = new TreeMap<>();
        list.entries().forEach(entry -> byAgent.merge(entry.agent(), 1, Integer::sum));
        List<JsonObject> agents = new ArrayList<>();
        byAgent.forEach((agent, items) -> agents.add(
                JsonObject.builder().put("agent", agent).put("items", items).build()));
        session.printJson(JsonObject.builder()
                .put("store", store.location())
                .put("dry_run", isDry)
                .put("items", list.entries().size())
                .put("bytes", list.bytes())
                .put("cache_bytes", policy.cacheBytes())
                .put("by_agent", agents)
                .put("findings", list.findings().stream().map(Finding::toJson).toList())
                .build());
        Table table = new Table("agent", ">items");
        byAgent.forEach((agent, items) -> table.row(Printable.of(agent), Amounts.count(items)));
        if (!table.isEmpty()) {
            session.out().print(table.toString(session.style()));
        }
        session.show(list.findings());
        String what = Amounts.items(list.entries().size()) + ", " + Amounts.size(list.bytes()) + " of a cache of "
                + Amounts.size(policy.cacheBytes());
        session.out()
                .println(
                        isDry
                                ? session.style().note("dry run: " + what + " would be listed; nothing was written")
                                : session.style().done("warm-cache: " + what));
    }
}
