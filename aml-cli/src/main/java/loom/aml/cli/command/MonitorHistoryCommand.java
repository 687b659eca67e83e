package loom.aml.cli.command;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import loom.aml.app.OpenStore;
import loom.aml.app.monitor.ListMeasurements;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.Table;
import loom.aml.io.Printable;
import loom.aml.monitor.Metrics;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists the recorded metrics of a store. */
public final class MonitorHistoryCommand implements Command {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    @Override
    public String example() {
        return "aml monitor history --limit 30";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.value(Integer.class, "N", "Maximum number to list (20).", "--limit"));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        ListMeasurements.Request request = new ListMeasurements.Request(arguments.matchedOptionValue("--limit", 20));
        try (OpenStore opened = session.store().forReading()) {
            ListMeasurements.Result result = new ListMeasurements(opened).run(request);
            session.printJson(result.toJson());
            print(result.entries(), session);
            session.show(result.findings());
            return result.findings().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private static void print(List<Metrics> shown, Session session) {
        if (shown.isEmpty()) {
            session.out().println(session.style().note("no recorded metrics; record them with 'aml monitor metrics'"));
            return;
        }
        Table table = new Table("when (UTC)", ">memory", ">agents", ">items", ">rot", "largest agent", ">its memory");
        for (Metrics entry : shown) {
            table.row(
                    WHEN.format(entry.at()),
                    Amounts.size(entry.bytes()),
                    Amounts.count(entry.agents()),
                    Amounts.count(entry.itemCount()),
                    String.format(Locale.ROOT, "%.3f", entry.rotShare()),
                    Printable.of(entry.largest()),
                    Amounts.size(entry.largestBytes()));
        }
        session.out().print(table.toString(session.style()));
    }
}
