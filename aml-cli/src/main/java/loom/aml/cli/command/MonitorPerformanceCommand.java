package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.monitor.ShowPerformance;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows how long operations took, from the run records. */
public final class MonitorPerformanceCommand implements Command {
    @Override
    public String example() {
        return "aml monitor performance";
    }

    @Override
    public void describe(CommandSpec spec) {
        // Has no options.
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        try (OpenStore opened = session.store().forReading()) {
            ShowPerformance.Result result = new ShowPerformance(opened).run();
            session.printJson(result.toJson());
            new MetricsPrinter(session).print(result.performance());
            return ExitCode.DONE;
        }
    }
}
