package loom.aml.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.io.FileName;
import loom.aml.io.Replacement;
import loom.aml.json.JsonObject;
import loom.aml.monitor.Alert;
import loom.aml.monitor.Look;
import loom.aml.monitor.Observation;
import loom.aml.monitor.Performance;
import loom.aml.monitor.PrometheusText;
import loom.aml.store.Finding;
import loom.aml.store.log.LogFolder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Metrics, growth, health, alerts and performance in one. */
public final class MonitorReportCommand implements Command {
    private static final List<String> FORMATS = List.of("text", "json", "prometheus");

    @Override
    public String name() {
        return "monitor report";
    }

    @Override
    public String summary() {
        return "All of it in one: as text, as JSON, or for Prometheus";
    }

    @Override
    public String example() {
        return "aml monitor report --format prometheus --output /var/lib/node_exporter/aml.prom";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.choice(FORMATS, "FORMAT", "text, json or prometheus (text).", "--format"));
        spec.addOption(Options.value(
                String.class,
                "FILE",
                "Write it there, in one step; readers see all of it or the one before.",
                "--output"));
        spec.addOption(Options.flag("Write nothing down, and raise no alert.", "--no-record"));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String format = arguments.matchedOptionValue("--format", session.isJson() ? "json" : "text");
        String output = arguments.matchedOptionValue("--output", "");
        if (!FORMATS.contains(format)) {
            throw new UsageException("no format '" + format + "'; there is text, json and prometheus");
        }
        if (format.equals("text") && !output.isEmpty()) {
            throw new UsageException("--output needs --format json or prometheus");
        }
        if (session.isJson() && format.equals("prometheus") && output.isEmpty()) {
            throw new UsageException("--json prints one JSON document; say --format json, or --output FILE");
        }
        Watching.Taken taken = Watching.take(session, Look.ALL, !Options.has(arguments, "--no-record"));
        Path memory = session.location().realPath();
        Performance performance =
                Performance.of(new LogFolder(session.disk(), memory), Watching.queries(session.disk(), memory));
        JsonObject json = session.json().documentOf(toJson(memory, taken, performance));
        if (!output.isEmpty()) {
            String text =
                    format.equals("json") ? json.toPrettyString() + "\n" : PrometheusText.of(taken.seen(), performance);
            Replacement.write(session.disk(), session.resolve(output), text.getBytes(StandardCharsets.UTF_8));
            session.printJson(JsonObject.builder()
                    .put("store", FileName.text(memory))
                    .put("file", FileName.text(session.resolve(output)))
                    .build());
            session.out().println(session.style().done("written to " + output));
        } else if (format.equals("prometheus")) {
            session.out().print(PrometheusText.of(taken.seen(), performance));
        } else if (format.equals("json") && !session.isJson()) {
            session.out().println(json.toPrettyString());
        } else {
            session.printJson(json);
            print(taken, performance, session);
        }
        return taken.seen().survey().unreadable().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private static JsonObject toJson(Path memory, Watching.Taken taken, Performance performance) {
        Observation seen = taken.seen();
        return JsonObject.builder()
                .put("store", FileName.text(memory))
                .put("metrics", seen.metrics().toJson())
                .put("growth", seen.outlook().toJson())
                .put("performance", performance.toJson())
                .put("health", seen.health().toJson())
                .put("alerts", seen.alerts().book().open().map(Alert::toJson).toList())
                .put(
                        "unreadable",
                        seen.survey().unreadable().stream().map(Finding::toJson).toList())
                .put("findings", taken.findings().stream().map(Finding::toJson).toList())
                .build();
    }

    private static void print(Watching.Taken taken, Performance performance, Session session) {
        Observation seen = taken.seen();
        MetricsPrinter printer = new MetricsPrinter(session);
        printer.print(seen.metrics(), seen.outlook());
        session.out().println();
        printer.print(performance);
        session.out().println();
        seen.alerts().book().open().forEach(printer::print);
        session.show(taken.findings());
        HealthPrinter.print(seen.health(), session);
    }
}
