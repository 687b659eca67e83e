package loom.aml.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import loom.aml.app.monitor.ReportStore;
import loom.aml.app.monitor.StoreReport;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.io.FileName;
import loom.aml.io.Replacement;
import loom.aml.json.JsonObject;
import loom.aml.monitor.Observation;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Prints metrics, growth, health, alerts and performance. */
public final class MonitorReportCommand implements Command {
    private static final List<String> FORMATS = List.of("text", "json", "prometheus");

    @Override
    public String example() {
        return "aml monitor report --format prometheus --output /var/lib/node_exporter/aml.prom";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.choice(FORMATS, "FORMAT", "text, json or prometheus (text).", "--format"));
        spec.addOption(
                Options.value(String.class, "FILE", "Write the report to FILE, replacing it atomically.", "--output"));
        spec.addOption(Options.flag("Do not record metrics or alerts.", "--no-record"));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String format = arguments.matchedOptionValue("--format", session.isJson() ? "json" : "text");
        String output = arguments.matchedOptionValue("--output", "");
        if (!FORMATS.contains(format)) {
            throw UsageException.unknown("format", format, FORMATS);
        }
        if (format.equals("text") && !output.isEmpty()) {
            throw new UsageException("--output needs --format json or prometheus");
        }
        if (session.isJson() && format.equals("prometheus") && output.isEmpty()) {
            throw new UsageException("--json prints one JSON document; use --format json or --output FILE");
        }
        ReportStore.Request request = new ReportStore.Request(!Options.has(arguments, "--no-record"));
        StoreReport report = new ReportStore(session.store(), session.frontEnd()).run(request);
        JsonObject json = session.json().documentOf(report.toJson());
        if (!output.isEmpty()) {
            String text = format.equals("json") ? json.toPrettyString() + "\n" : report.toPrometheus();
            Replacement.write(session.disk(), session.resolve(output), text.getBytes(StandardCharsets.UTF_8));
            session.printJson(JsonObject.builder()
                    .put("store", report.observed().store())
                    .put("file", FileName.text(session.resolve(output)))
                    .build());
            session.out().println(session.style().done("written to " + output));
        } else if (format.equals("prometheus")) {
            session.out().print(report.toPrometheus());
        } else if (format.equals("json") && !session.isJson()) {
            session.out().println(json.toPrettyString());
        } else {
            session.printJson(json);
            print(report, session);
        }
        return report.unreadable().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private static void print(StoreReport report, Session session) {
        Observation seen = report.observed().seen();
        MetricsPrinter printer = new MetricsPrinter(session);
        printer.print(seen.metrics(), seen.outlook());
        session.out().println();
        printer.print(report.performance());
        session.out().println();
        report.openAlerts().forEach(printer::print);
        session.show(report.observed().findings());
        HealthPrinter.print(seen.health(), session);
    }
}
