package loom.aml.monitor.prometheus;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Samples in the text exposition format of Prometheus, version 0.0.4, for the textfile collector of the node exporter.
 *
 * <p>The server uses the client library of Prometheus. In a command that runs every few minutes, loading it would take longer than
 * all of this; a test compares the two.
 */
public final class PrometheusText {
    private final StringBuilder text = new StringBuilder();

    private PrometheusText() {}

    public static String of(List<Sample> samples) {
        Map<MetricFamily, List<Sample>> byFamily = new EnumMap<>(MetricFamily.class);
        for (Sample sample : samples) {
            byFamily.computeIfAbsent(sample.family(), _ -> new ArrayList<>()).add(sample);
        }
        PrometheusText text = new PrometheusText();
        byFamily.forEach(text::family);
        return text.text.toString();
    }

    private void family(MetricFamily family, List<Sample> samples) {
        text.append("# HELP ")
                .append(family.metric())
                .append(' ')
                .append(family.help())
                .append('\n');
        text.append("# TYPE ")
                .append(family.metric())
                .append(' ')
                .append(family.type().word())
                .append('\n');
        for (Sample sample : samples) {
            text.append(family.metric());
            labels(family.labels(), sample.labels());
            text.append(' ').append(number(sample.value())).append('\n');
        }
    }

    private void labels(List<String> names, List<String> values) {
        if (names.isEmpty()) {
            return;
        }
        char before = '{';
        for (int i = 0; i < names.size(); i++) {
            text.append(before)
                    .append(names.get(i))
                    .append("=\"")
                    .append(escaped(values.get(i)))
                    .append('"');
            before = ',';
        }
        text.append('}');
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
