package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.json.JsonObject;
import loom.aml.monitor.Performance;
import loom.aml.store.file.FileMemoryStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** How long things took, from the records of runs. */
public final class MonitorPerformanceCommand implements Command {
    @Override
    public String name() {
        return "monitor performance";
    }

    @Override
    public String summary() {
        return "Print how long the last run of each operation took";
    }

    @Override
    public String example() {
        return "aml monitor performance";
    }

    @Override
    public void describe(CommandSpec spec) {
        // There is nothing to choose.
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        try (FileMemoryStore store = session.store().openReadOnly()) {
            Performance performance = Performance.of(store.logs(), Watching.queries(store.disk(), store.root()));
            session.printJson(JsonObject.builder()
                    .put("store", store.location())
                    .putAll(performance.toJson())
                    .build());
            new MetricsPrinter(session).print(performance);
            return ExitCode.DONE;
        }
    }
}
