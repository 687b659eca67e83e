package loom.aml.monitor.prometheus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import loom.aml.item.ItemKind;
import loom.aml.monitor.AlertBook;
import loom.aml.monitor.Forecast;
import loom.aml.monitor.Growth;
import loom.aml.monitor.Health;
import loom.aml.monitor.ItemDefect;
import loom.aml.monitor.Metrics;
import loom.aml.monitor.Observation;
import loom.aml.monitor.Performance;
import loom.aml.monitor.QueryStatus;
import loom.aml.monitor.Survey;
import loom.aml.store.Severity;

/** The samples of a store. Unknown values are omitted. */
public final class StoreSamples {
    private static final double SECONDS_OF_A_DAY = 86_400;

    private final String store;
    private final List<Sample> samples = new ArrayList<>();

    private StoreSamples(String store) {
        this.store = store;
    }

    /** @param store the location of the store */
    public static List<Sample> of(String store, Observation seen, Performance performance) {
        StoreSamples samples = new StoreSamples(store);
        samples.sizes(seen.survey(), seen.metrics());
        samples.rot(seen.metrics());
        samples.growth(seen.outlook());
        samples.health(seen.health());
        samples.alerts(seen.alerts());
        samples.queries(performance.queries());
        samples.runs(performance);
        return samples.samples;
    }

    private void sizes(Survey survey, Metrics metrics) {
        add(MetricFamily.COLLECTED, seconds(metrics.at()));
        add(MetricFamily.BYTES, metrics.bytes());
        add(MetricFamily.AGENTS, metrics.agents());
        survey.agents().forEach((agent, figures) -> {
            add(MetricFamily.AGENT_BYTES, figures.bytes(), agent);
            for (ItemKind kind : ItemKind.values()) {
                if (kind.isOfRuntime() || figures.count(kind) > 0) {
                    add(MetricFamily.AGENT_ITEMS, figures.count(kind), agent, kind.word());
                }
            }
        });
        for (ItemKind kind : ItemKind.values()) {
            if (kind.isOfRuntime() || metrics.count(kind) > 0) {
                add(MetricFamily.ITEMS, metrics.count(kind), kind.word());
            }
        }
        add(MetricFamily.PATTERN_BYTES, metrics.meanPatternBytes());
        add(MetricFamily.FILES, metrics.plainFiles(), "plain");
        add(MetricFamily.FILES, metrics.compressedFiles(), "gzip");
        add(MetricFamily.COMPRESSION, metrics.compression());
        metrics.indexBytes().ifPresent(bytes -> add(MetricFamily.INDEX_BYTES, bytes));
    }

    private void rot(Metrics metrics) {
        add(MetricFamily.ROT, metrics.rotShare());
        for (ItemDefect what : ItemDefect.values()) {
            add(MetricFamily.ROT_ITEMS, metrics.rotten(what), what.word());
        }
    }

    private void growth(Forecast outlook) {
        Optional<Growth> growth = outlook.growth();
        if (growth.isPresent()) {
            add(MetricFamily.GROWTH_BYTES, growth.get().bytesPerDay() / SECONDS_OF_A_DAY);
            add(MetricFamily.GROWTH_ITEMS, growth.get().itemsPerDay() / SECONDS_OF_A_DAY);
        }
        for (Forecast.Reached reached : outlook.reached()) {
            add(MetricFamily.LIMIT_REACHED, seconds(reached.when()), reached.what());
        }
    }

    private void health(Health health) {
        add(MetricFamily.HEALTH, health.status().code());
        for (Health.Check check : health.checks()) {
            add(MetricFamily.HEALTH_CHECK, check.status().code(), check.name());
        }
    }

    private void alerts(AlertBook book) {
        for (Severity severity : Severity.values()) {
            add(
                    MetricFamily.ALERTS,
                    book.open().filter(alert -> alert.severity() == severity).count(),
                    severity.word());
        }
    }

    private void queries(Optional<QueryStatus> queries) {
        if (queries.isPresent()) {
            queries.get().time().ifPresent(time -> add(MetricFamily.QUERY_TIME, time.toNanos() / 1e9));
            add(MetricFamily.CACHE_HITS, queries.get().hitRate());
        }
    }

    private void runs(Performance performance) {
        for (Map.Entry<String, Performance.Run> last : performance.runs()) {
            Performance.Run run = last.getValue();
            add(MetricFamily.RUN_STARTED, seconds(run.started()), last.getKey());
            add(MetricFamily.RUN_TIME, run.duration().toMillis() / 1e3, last.getKey());
            add(MetricFamily.RUN_DONE, run.outcome().equals("done") ? 1 : 0, last.getKey());
        }
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1e3;
    }

    private void add(MetricFamily family, OptionalDouble value) {
        value.ifPresent(known -> add(family, known));
    }

    /** @param labels the values of all labels but the last one, which is the store */
    private void add(MetricFamily family, double value, String... labels) {
        List<String> all = new ArrayList<>(List.of(labels));
        all.add(store);
        samples.add(new Sample(family, all, value));
    }
}
