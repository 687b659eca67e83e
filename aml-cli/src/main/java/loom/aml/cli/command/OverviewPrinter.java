package loom.aml.cli.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.app.monitor.ShowOverview;
import loom.aml.app.monitor.StoreReport;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Session;
import loom.aml.cli.print.HomePath;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.Table;
import loom.aml.io.Printable;
import loom.aml.io.UserFolders;
import loom.aml.monitor.Alert;
import loom.aml.monitor.Growth;
import loom.aml.monitor.Health;
import loom.aml.monitor.Metrics;
import loom.aml.monitor.Performance;

/** Formats an overview of stores as lines: a table, what needs attention, and the last runs. */
final class OverviewPrinter {
    private static final int RUNS = 6;

    private final Session session;
    private final Style style;
    private final Optional<Path> home;
    private final Instant now;

    OverviewPrinter(Session session, Style style) {
        this.session = session;
        this.style = style;
        this.home = new UserFolders(session.environment().variables()).home();
        this.now = session.clock().instant();
    }

    private record Run(String store, String operation, Performance.Run run) {}

    /** @param hint how to stop, for the first line; empty if there is nothing to stop */
    List<String> lines(ShowOverview.Result overview, List<String> problems, String hint) {
        List<String> lines = new ArrayList<>();
        lines.add(title(overview) + (hint.isEmpty() ? "" : "  " + style.faint(hint)));
        if (!overview.stores().isEmpty()) {
            lines.add("");
            lines.addAll(table(overview).toString(style).lines().toList());
        }
        List<String> attention = attention(overview);
        problems.forEach(
                problem -> attention.addAll(style.warning(problem).lines().toList()));
        section("Attention", attention, lines);
        section("Last runs", runs(overview), lines);
        return lines;
    }

    private void section(String title, List<String> content, List<String> lines) {
        if (!content.isEmpty()) {
            lines.add("");
            lines.add(style.bold(title));
            lines.addAll(content);
        }
    }

    private String title(ShowOverview.Result overview) {
        if (overview.stores().isEmpty()) {
            return style.note("no stores; create one with 'aml init'");
        }
        long items = 0;
        long bytes = 0;
        for (ShowOverview.Entry entry : overview.stores()) {
            Optional<Metrics> metrics =
                    entry.report().map(report -> report.observed().seen().metrics());
            items += metrics.map(Metrics::itemCount).orElse(0L);
            bytes += metrics.map(Metrics::bytes).orElse(0L);
        }
        return style.bold(Amounts.of(overview.stores().size(), "store") + ", " + Amounts.items(items) + ", "
                + Amounts.size(bytes));
    }

    private Table table(ShowOverview.Result overview) {
        Table table = new Table(
                "health", ">items", ">size", ">to be tidied", ">growth a day", ">alerts", "last run", "_store");
        for (ShowOverview.Entry entry : overview.stores()) {
            String name = name(entry);
            if (entry.report().isEmpty()) {
                table.row("unreadable", "?", "?", "?", "?", "?", "?", name);
                continue;
            }
            StoreReport report = entry.report().get();
            Metrics metrics = report.observed().seen().metrics();
            table.row(
                    report.observed().seen().health().status().word(),
                    Amounts.count(metrics.itemCount()),
                    Amounts.size(metrics.bytes()),
                    Amounts.percent(metrics.rotShare()),
                    report.observed()
                            .seen()
                            .outlook()
                            .growth()
                            .map(OverviewPrinter::growth)
                            .orElse("-"),
                    Amounts.count(report.openAlerts().size()),
                    latest(report).map(run -> Amounts.ago(run.started(), now)).orElse("-"),
                    name);
        }
        return table;
    }

    private String name(ShowOverview.Entry entry) {
        return HomePath.of(session.resolve(entry.name()), home);
    }

    private static String growth(Growth growth) {
        return Amounts.size(Math.round(growth.bytesPerDay()));
    }

    private static Optional<Performance.Run> latest(StoreReport report) {
        return report.performance().last().values().stream().max(Comparator.comparing(Performance.Run::started));
    }

    /** Returns the stores that cannot be read, the checks that did not pass, and the open alerts. */
    private List<String> attention(ShowOverview.Result overview) {
        List<String> lines = new ArrayList<>();
        for (ShowOverview.Entry entry : overview.stores()) {
            String name = name(entry) + ": ";
            entry.problem().ifPresent(problem -> add(style.failure(name + problem), lines));
            if (entry.report().isPresent()) {
                StoreReport report = entry.report().get();
                for (Health.Check check : report.observed().seen().health().checks()) {
                    String text = name + Printable.of(check.name() + ": " + check.seen());
                    switch (check.status()) {
                        case HEALTHY -> {
                            // Needs no attention.
                        }
                        case UNKNOWN -> add(style.note(text), lines);
                        case WARNING -> add(style.warning(text), lines);
                        case CRITICAL -> add(style.failure(text), lines);
                    }
                }
                for (Alert alert : report.openAlerts()) {
                    add(style.warning(name + "open alert: " + Printable.of(alert.title())), lines);
                }
            }
        }
        return lines;
    }

    private static void add(String text, List<String> lines) {
        lines.addAll(text.lines().toList());
    }

    private List<String> runs(ShowOverview.Result overview) {
        List<Run> runs = new ArrayList<>();
        for (ShowOverview.Entry entry : overview.stores()) {
            if (entry.report().isPresent()) {
                for (Map.Entry<String, Performance.Run> run :
                        entry.report().get().performance().runs()) {
                    runs.add(new Run(name(entry), run.getKey(), run.getValue()));
                }
            }
        }
        runs.sort(Comparator.comparing((Run run) -> run.run().started()).reversed());
        Table table = new Table("when", "operation", "outcome", ">took", ">items", "_store");
        for (Run run : runs.subList(0, Math.min(RUNS, runs.size()))) {
            table.row(
                    Amounts.ago(run.run().started(), now),
                    run.operation(),
                    run.run().outcome(),
                    Amounts.duration(run.run().duration()),
                    Amounts.count(run.run().items()),
                    run.store());
        }
        return table.isEmpty() ? List.of() : table.toString(style).lines().toList();
    }
}
