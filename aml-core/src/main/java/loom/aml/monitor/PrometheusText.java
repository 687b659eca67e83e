package loom.aml.monitor;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import loom.aml.io.FileName;
import loom.aml.item.ItemKind;
import loom.aml.store.Severity;

/**
 * Metrics in the text exposition format of Prometheus, version 0.0.4, for the textfile collector of the node exporter.
 * All are gauges in base units. Unknown values are omitted.
 */
public final class PrometheusText {
    private static final double SECONDS_OF_A_DAY = 86_400;

    private final StringBuilder text = new StringBuilder();

    private PrometheusText() {}

    public static String of(Observation seen, Performance performance) {
        PrometheusText text = new PrometheusText();
        text.metrics(seen.survey(), seen.metrics());
        text.rot(seen.metrics());
        text.growth(seen.outlook());
        text.health(seen.health());
        text.alerts(seen.alerts());
        text.performance(performance);
        return text.text.toString();
    }

    private void metrics(Survey survey, Metrics metrics) {
        one("aml_collected_timestamp_seconds", "Time at which these metrics were measured.", seconds(metrics.at()));
        one("aml_memory_bytes", "Stored bytes of all agents.", metrics.bytes());
        one("aml_agents", "Number of agents.", metrics.agents());
        head("aml_agent_memory_bytes", "Stored bytes of an agent.");
        survey.agents().forEach((agent, figures) -> sample("aml_agent_memory_bytes", "agent", agent, figures.bytes()));
        head("aml_agent_items", "Number of items of an agent.");
        survey.agents().forEach((agent, figures) -> {
            for (ItemKind kind : ItemKind.values()) {
                if (kind.isOfRuntime() || figures.count(kind) > 0) {
                    sample("aml_agent_items", "agent", agent, "kind", kind.word(), figures.count(kind));
                }
            }
        });
        head("aml_items", "Number of items in the store.");
        for (ItemKind kind : ItemKind.values()) {
            if (kind.isOfRuntime() || metrics.count(kind) > 0) {
                sample("aml_items", "kind", kind.word(), metrics.count(kind));
            }
        }
        metrics.meanPatternBytes()
                .ifPresent(mean -> one("aml_pattern_mean_bytes", "Mean size of a pattern in bytes.", mean));
        head("aml_collection_files", "Number of collection files by encoding.");
        sample("aml_collection_files", "encoding", "plain", metrics.plainFiles());
        sample("aml_collection_files", "encoding", "gzip", metrics.compressedFiles());
        metrics.compression()
                .ifPresent(ratio -> one(
                        "aml_compression_ratio", "Ratio of text bytes to stored bytes of compressed files.", ratio));
        metrics.indexBytes().ifPresent(bytes -> one("aml_index_bytes", "Size of the index in bytes.", bytes));
    }

    private void rot(Metrics metrics) {
        one("aml_rot_ratio", "Share of useless items, from 0 to 1.", metrics.rotShare());
        head("aml_rot_items", "Number of useless items by defect.");
        for (ItemDefect what : ItemDefect.values()) {
            sample("aml_rot_items", "rot", what.word(), metrics.rotten(what));
        }
    }

    private void growth(Forecast outlook) {
        outlook.growth().ifPresent(growth -> {
            one(
                    "aml_growth_bytes_per_second",
                    "Growth of the store in bytes per second.",
                    growth.bytesPerDay() / SECONDS_OF_A_DAY);
            one(
                    "aml_growth_items_per_second",
                    "Growth of the store in items per second.",
                    growth.itemsPerDay() / SECONDS_OF_A_DAY);
        });
        if (!outlook.reached().isEmpty()) {
            head("aml_limit_reached_timestamp_seconds", "Time at which growth reaches a memory limit.");
            for (Forecast.Reached reached : outlook.reached()) {
                sample("aml_limit_reached_timestamp_seconds", "limit", reached.what(), seconds(reached.when()));
            }
        }
    }

    private void health(Health health) {
        one(
                "aml_health_status",
                "Worst status of the checks: 0 healthy, 1 warning, 2 critical, 3 unknown.",
                health.status().code());
        head("aml_health_check_status", "Status of a check: 0 healthy, 1 warning, 2 critical, 3 unknown.");
        for (Health.Check check : health.checks()) {
            sample(
                    "aml_health_check_status",
                    "check",
                    check.name(),
                    check.status().code());
        }
    }

    private void alerts(AlertBook book) {
        head("aml_alerts", "Number of alerts that are not resolved.");
        for (Severity severity : Severity.values()) {
            sample(
                    "aml_alerts",
                    "severity",
                    severity.word(),
                    book.open().filter(alert -> alert.severity() == severity).count());
        }
    }

    private void performance(Performance performance) {
        performance
                .queries()
                .flatMap(QueryStatus::time)
                .ifPresent(time -> one(
                        "aml_query_duration_seconds", "Duration of a query in the open index.", time.toNanos() / 1e9));
        performance
                .queries()
                .ifPresent(queries -> queries.hitRate()
                        .ifPresent(
                                rate -> one("aml_cache_hit_ratio", "Share of queries answered from the cache.", rate)));
        if (performance.last().isEmpty()) {
            return;
        }
        head("aml_last_run_timestamp_seconds", "Start time of the last run of an operation.");
        for (Map.Entry<String, Performance.Run> run : performance.runs()) {
            sample(
                    "aml_last_run_timestamp_seconds",
                    "operation",
                    run.getKey(),
                    seconds(run.getValue().started()));
        }
        head("aml_last_run_duration_seconds", "Duration of the last run of an operation.");
        for (Map.Entry<String, Performance.Run> run : performance.runs()) {
            sample(
                    "aml_last_run_duration_seconds",
                    "operation",
                    run.getKey(),
                    run.getValue().duration().toMillis() / 1e3);
        }
        head("aml_last_run_done", "1 if the last run of an operation completed all its work, otherwise 0.");
        for (Map.Entry<String, Performance.Run> run : performance.runs()) {
            sample(
                    "aml_last_run_done",
                    "operation",
                    run.getKey(),
                    run.getValue().outcome().equals("done") ? 1 : 0);
        }
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1e3;
    }

    private void head(String name, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" gauge\n");
    }

    private void one(String name, String help, double value) {
        head(name, help);
        text.append(name).append(' ').append(number(value)).append('\n');
    }

    private void sample(String name, String label, String value, double number) {
        text.append(name).append('{');
        label(label, value);
        text.append("} ").append(number(number)).append('\n');
    }

    private void sample(String name, String one, String value, String other, String otherValue, double number) {
        text.append(name).append('{');
        label(one, value);
        text.append(',');
        label(other, otherValue);
        text.append("} ").append(number(number)).append('\n');
    }

    private void label(String name, String value) {
        text.append(name)
                .append("=\"")
                .append(inUtf8(value)
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n"))
                .append('"');
    }

    /**
     * Converts an agent name to UTF-8, which the format requires. Each invalid byte is escaped as {@code \xe9}, and a
     * slash, which no name contains, is appended, so that no two agents have the same label and thus the same series.
     */
    private static String inUtf8(String name) {
        if (name.codePoints().noneMatch(FileName::isByte)) {
            return name;
        }
        StringBuilder shown = new StringBuilder(name.length());
        name.codePoints().forEach(c -> {
            if (FileName.isByte(c)) {
                shown.append(String.format(Locale.ROOT, "\\x%02x", FileName.byteOf(c)));
            } else if (c == '\\') {
                shown.append("\\\\");
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.append('/').toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
