package loom.aml.cli.command;

import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Session;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.Table;
import loom.aml.io.Printable;
import loom.aml.item.ItemKind;
import loom.aml.monitor.Alert;
import loom.aml.monitor.Forecast;
import loom.aml.monitor.ItemDefect;
import loom.aml.monitor.Metrics;
import loom.aml.monitor.Performance;
import loom.aml.monitor.QueryStatus;
import loom.aml.store.Severity;

/** Prints metrics. */
final class MetricsPrinter {
    private static final String UNKNOWN = "unknown";
    private static final int MARGIN = 2;

    private final Session session;

    MetricsPrinter(Session session) {
        this.session = session;
    }

    void print(Metrics metrics, Forecast outlook) {
        Table table = new Table("figure", ">now");
        table.row("memory", Amounts.size(metrics.bytes()));
        table.row("agents", Amounts.count(metrics.agents()));
        for (ItemKind kind : ItemKind.values()) {
            if (kind.isOfRuntime() || metrics.count(kind) > 0) {
                table.row(kind.plural(), Amounts.count(metrics.count(kind)));
            }
        }
        table.row(
                "mean pattern",
                metrics.meanPatternBytes().isPresent()
                        ? Amounts.size(Math.round(metrics.meanPatternBytes().getAsDouble()))
                        : "-");
        if (!metrics.largest().isEmpty()) {
            table.row("largest agent", metrics.largest() + ", " + Amounts.size(metrics.largestBytes()));
        }
        table.row("plain files", Amounts.count(metrics.plainFiles()));
        table.row("compressed files", Amounts.count(metrics.compressedFiles()));
        table.row(
                "compression",
                metrics.compression().isPresent()
                        ? String.format(
                                Locale.ROOT, "%.1f : 1", metrics.compression().getAsDouble())
                        : "-");
        table.row(
                "index",
                metrics.indexBytes().isPresent()
                        ? Amounts.size(metrics.indexBytes().getAsLong())
                        : UNKNOWN);
        table.row("rot", String.format(Locale.ROOT, "%.3f", metrics.rotShare()));
        for (ItemDefect what : ItemDefect.values()) {
            table.row("  " + what.word(), Amounts.count(metrics.rotten(what)));
        }
        growth(outlook, table);
        session.out().print(table.toString(session.style()));
        for (Forecast.Reached reached : outlook.reached()) {
            session.out()
                    .println(session.style()
                            .note(Printable.of(reached.what()) + " reaches " + Amounts.size(reached.limit()) + " on "
                                    + reached.when().atZone(ZoneOffset.UTC).toLocalDate()));
        }
    }

    private static void growth(Forecast outlook, Table table) {
        if (outlook.growth().isEmpty()) {
            table.row("growth", "known after a day");
            return;
        }
        table.row(
                "growth a day",
                Amounts.size(Math.round(outlook.growth().get().bytesPerDay())) + ", "
                        + String.format(
                                Locale.ROOT,
                                "%.1f items",
                                outlook.growth().get().itemsPerDay()));
    }

    void print(Performance performance) {
        Optional<Duration> time = performance.queries().flatMap(QueryStatus::time);
        Table table = new Table("operation", "when", ">took", "outcome", ">items", ">freed");
        performance
                .last()
                .forEach((operation, run) -> table.row(
                        operation,
                        Amounts.ago(run.started(), session.clock().instant()),
                        Amounts.duration(run.duration()),
                        run.outcome(),
                        Amounts.count(run.items()),
                        Amounts.size(run.bytesFreed())));
        if (table.isEmpty()) {
            session.out().println(session.style().note("no run has changed this store yet"));
        } else {
            session.out().print(table.toString(session.style()));
        }
        session.out()
                .println("  query time " + time.map(Amounts::duration).orElse(UNKNOWN) + ", cache hit rate "
                        + performance
                                .queries()
                                .filter(queries -> queries.hitRate().isPresent())
                                .map(queries -> Math.round(queries.hitRate().getAsDouble() * 100) + " %")
                                .orElse(UNKNOWN));
    }

    void print(Alert alert) {
        PrintStream out = session.out();
        Style style = session.style();
        String text = alert.severity().word() + ": " + Printable.of(alert.title());
        out.println(
                alert.isResolved() || alert.severity() == Severity.INFO
                        ? style.note(text)
                        : alert.severity() == Severity.WARNING ? style.warning(text) : style.failure(text));
        String seen =
                Printable.of(alert.seen()) + (alert.limit().isEmpty() ? "" : "; limit: " + Printable.of(alert.limit()));
        style.lines(seen, MARGIN).forEach(line -> out.println(" ".repeat(MARGIN) + line));
        if (!alert.advice().isEmpty() && !alert.isResolved()) {
            style.lines("do: " + Printable.of(alert.advice()), MARGIN)
                    .forEach(line -> out.println(" ".repeat(MARGIN) + line));
        }
        out.println(" ".repeat(MARGIN)
                + style.faint(alert.state().word() + ", seen " + Amounts.of(alert.count(), "time") + ", last "
                        + Amounts.ago(alert.lastSeen(), session.clock().instant())));
        out.println(" ".repeat(MARGIN) + style.faint(alert.id()));
    }
}
