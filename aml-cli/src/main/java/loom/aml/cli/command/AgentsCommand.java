package loom.aml.cli.command;

import java.io.IOException;
import java.time.Instant;
import loom.aml.app.OpenStore;
import loom.aml.app.search.ListAgents;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.Table;
import loom.aml.io.Encoding;
import loom.aml.io.Printable;
import loom.aml.item.ItemKind;
import loom.aml.monitor.AgentSummary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists the agents of a store with their items and sizes. */
public final class AgentsCommand implements Command {
    private static final String PLAIN = "plain";

    @Override
    public String example() {
        return "aml agents";
    }

    @Override
    public void describe(CommandSpec spec) {
        // Has no options.
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        try (OpenStore opened = session.store().forReading()) {
            ListAgents.Result result = new ListAgents(opened).run();
            AgentSummary.All all = result.all();
            session.printJson(result.toJson());
            Table table = new Table(
                    "agent", ">patterns", ">solutions", ">decisions", ">notes", ">entries", ">size", "newest", "&form");
            boolean isAllPlain =
                    all.agents().stream().allMatch(agent -> encoding(agent).equals(PLAIN));
            for (AgentSummary agent : all.agents()) {
                table.row(
                        Printable.of(agent.agent()),
                        Amounts.count(agent.count(ItemKind.PATTERN)),
                        Amounts.count(agent.count(ItemKind.SOLUTION)),
                        Amounts.count(agent.count(ItemKind.DECISION)),
                        Amounts.count(agent.count(ItemKind.NOTE)),
                        Amounts.count(agent.count(ItemKind.ENTRY)),
                        Amounts.size(agent.bytes()),
                        newest(agent.newest(), session.clock().instant()),
                        isAllPlain ? "" : encoding(agent));
            }
            if (table.isEmpty()) {
                session.out().println(session.style().note("no agents"));
            } else {
                session.out().print(table.withoutIdleColumns().toString(session.style()));
            }
            session.show(all.findings());
            return RunPrinter.ofFindings(all.findings());
        }
    }

    private static String newest(@Nullable Instant time, Instant now) {
        return time == null ? "-" : Amounts.ago(time, now);
    }

    private static String encoding(AgentSummary agent) {
        return switch (agent.encodings().size()) {
            case 0 -> "-";
            case 1 -> agent.encodings().contains(Encoding.GZIP) ? "gzip" : PLAIN;
            default -> "plain and gzip";
        };
    }
}
