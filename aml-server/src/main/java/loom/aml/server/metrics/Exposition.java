package loom.aml.server.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import loom.aml.monitor.prometheus.MetricFamily;
import loom.aml.monitor.prometheus.Sample;
import loom.aml.server.http.HttpBody;

/** Writes samples in the format that a scraper asks for: OpenMetrics, or the text format of Prometheus. Thread-safe. */
final class Exposition {
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
    private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();

    /** @param accepted the value of the header {@code Accept}; empty if it is absent */
    HttpBody of(List<Sample> samples, String accepted) throws IOException {
        ExpositionFormatWriter writer = openMetrics.accepts(accepted) ? openMetrics : text;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.write(bytes, snapshots(samples), EscapingScheme.UNDERSCORE_ESCAPING);
        return new HttpBody(writer.getContentType(), bytes.toByteArray());
    }

    /**
     * Returns normally if these samples can be written.
     *
     * @throws IllegalArgumentException if two have the same metric and labels, or one is invalid
     */
    static void check(List<Sample> samples) {
        snapshots(samples);
    }

    private static MetricSnapshots snapshots(List<Sample> samples) {
        Map<MetricFamily, List<Sample>> byFamily = new EnumMap<>(MetricFamily.class);
        for (Sample sample : samples) {
            byFamily.computeIfAbsent(sample.family(), _ -> new ArrayList<>()).add(sample);
        }
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        byFamily.forEach((family, ofFamily) -> snapshots.metricSnapshot(snapshot(family, ofFamily)));
        return snapshots.build();
    }

    private static MetricSnapshot snapshot(MetricFamily family, List<Sample> samples) {
        return switch (family.type()) {
            case GAUGE -> {
                GaugeSnapshot.Builder gauge =
                        GaugeSnapshot.builder().name(family.metric()).help(family.help());
                if (family.unit() != MetricFamily.Unit.NONE) {
                    gauge.unit(new Unit(family.unit().word()));
                }
                samples.forEach(
                        sample -> gauge.dataPoint(new GaugeDataPointSnapshot(sample.value(), labels(sample), null)));
                yield gauge.build();
            }
            case COUNTER -> {
                CounterSnapshot.Builder counter =
                        CounterSnapshot.builder().name(family.metric()).help(family.help());
                samples.forEach(sample ->
                        counter.dataPoint(new CounterDataPointSnapshot(sample.value(), labels(sample), null, 0)));
                yield counter.build();
            }
        };
    }

    private static Labels labels(Sample sample) {
        return Labels.of(sample.family().labels(), sample.labels());
    }
}
