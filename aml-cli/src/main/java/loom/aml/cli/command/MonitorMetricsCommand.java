package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import loom.aml.monitor.Look;
import loom.aml.store.Finding;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The figures of a store. */
public final class MonitorMetricsCommand implements Command {
    @Override
    public String name() {
        return "monitor metrics";
    }

    @Override
    public String summary() {
        return "Measure the store, and write the figures into its history";
    }

    @Override
    public String example() {
        return "aml monitor metrics --json";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.flag("Write nothing down, and raise no alert.", "--no-record"));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        Watching.Taken taken = Watching.take(session, Look.FIGURES, !Options.has(arguments, "--no-record"));
        var seen = taken.seen();
        session.printJson(JsonObject.builder()
                .put("store", FileName.text(session.location().realPath()))
                .putAll(seen.metrics().toJson())
                .put("growth", seen.outlook().toJson())
                .put(
                        "unreadable",
                        seen.survey().unreadable().stream().map(Finding::toJson).toList())
                .put("findings", taken.findings().stream().map(Finding::toJson).toList())
                .build());
        if (session.isSeen()) {
            new MetricsPrinter(session).print(seen.metrics(), seen.outlook());
        }
        session.show(seen.survey().unreadable());
        session.show(taken.findings());
        return seen.survey().unreadable().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
    }
}
