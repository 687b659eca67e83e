package loom.aml.monitor.prometheus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;
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

    /** The operations of aml have such names. Anybody may have written others into a record. */
    private static final Pattern OPERATION = Pattern.compile("[a-z][a-z_ -]{0,31}");

    /** More than aml has. Each is a series that the database of Prometheus keeps. */
    private static final int OPERATIONS = 64;

    private static final int NANOS_OF_A_MILLISECOND = 1_000_000;

    private static final String OTHER = "other";

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
        Map<String, Performance.Run> byLabel = new TreeMap<>();
        for (Map.Entry<String, Performance.Run> last : performance.runs()) {
            boolean isOfAml = OPERATION.matcher(last.getKey()).matches() && byLabel.size() < OPERATIONS;
            byLabel.merge(isOfAml ? last.getKey() : OTHER, last.getValue(), StoreSamples::later);
        }
        byLabel.forEach((operation, run) -> {
            add(MetricFamily.RUN_STARTED, seconds(run.started()), operation);
            add(MetricFamily.RUN_TIME, run.duration().toMillis() / 1e3, operation);
            add(MetricFamily.RUN_DONE, run.outcome().equals("done") ? 1 : 0, operation);
        });
    }

    private static Performance.Run later(Performance.Run one, Performance.Run other) {
        return one.started().isAfter(other.started()) ? one : other;
    }

    /** Any time in a record is allowed, also one whose milliseconds exceed a {@code long}. */
    private static double seconds(Instant time) {
        return time.getEpochSecond() + time.getNano() / NANOS_OF_A_MILLISECOND / 1e3;
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
