package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.monitor.MeasureStore;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.monitor.Observation;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Measures a store and records the metrics. */
public final class MonitorMetricsCommand implements Command {
    @Override
    public String example() {
        return "aml monitor metrics --json";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.flag("Do not record metrics or alerts.", "--no-record"));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        MeasureStore.Request request = new MeasureStore.Request(!Options.has(arguments, "--no-record"));
        MeasureStore.Result result = new MeasureStore(session.store(), session.frontEnd()).run(request);
        session.printJson(result.toJson());
        if (session.isSeen()) {
            Observation seen = result.observed().seen();
            new MetricsPrinter(session).print(seen.metrics(), seen.outlook());
        }
        session.show(result.unreadable());
        session.show(result.observed().findings());
        return result.unreadable().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
    }
}
