package loom.aml.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import loom.aml.monitor.prometheus.MetricFamily;
import loom.aml.monitor.prometheus.PrometheusText;
import loom.aml.monitor.prometheus.Sample;
import loom.aml.server.http.HttpBody;
import org.junit.jupiter.api.Test;

class ExpositionTest {
    private static final List<String> AWKWARD = List.of(
            "tester", "a \"quoted\" name\nof two lines", "c:\\temp", "r\u00e9viseur \ud83d\ude00", "", " x{}, ");
    private static final List<Double> VALUES =
            List.of(0.0, 1.0, 1632.0, -3.5, 1.0 / 3, 1e-9, 1_764_633_277.418, 123_456_789_012_345.0, 1e300);

    private final Exposition exposition = new Exposition();

    /** Samples of every metric, two of each that has labels. */
    private static List<Sample> samples(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Sample> samples = new ArrayList<>();
        for (MetricFamily family : MetricFamily.values()) {
            List<String> labels = new ArrayList<>(family.labels());
            labels.replaceAll(_ -> AWKWARD.get(random.nextInt(AWKWARD.size())));
            samples.add(new Sample(family, labels, value(family, random)));
            if (!labels.isEmpty()) {
                labels.set(0, labels.getFirst() + "2");
                samples.add(new Sample(family, labels, value(family, random)));
            }
        }
        return samples;
    }

    private static double value(MetricFamily family, SplittableRandom random) {
        double value = VALUES.get(random.nextInt(VALUES.size()));
        return family.type() == MetricFamily.Type.COUNTER ? Math.abs(value) : value;
    }

    private String text(List<Sample> samples, String accepted) throws IOException {
        return new String(exposition.of(samples, accepted).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void text_isThatOfTheTextfile() throws IOException {
        for (long seed = 1; seed <= 50; seed++) {
            List<Sample> samples = samples(seed);
            assertThat(meaning(text(samples, "")))
                    .as("seed " + seed)
                    .isEqualTo(meaning(PrometheusText.of(samples)))
                    .hasSize(2 * MetricFamily.values().length + samples.size());
        }
    }

    /** The lines in alphabetical order, with numbers in one spelling. */
    private static List<String> meaning(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            int value = line.lastIndexOf(' ') + 1;
            if (line.startsWith("#")) {
                lines.add(line);
            } else if (!line.isEmpty()) {
                lines.add(line.substring(0, value) + Double.parseDouble(line.substring(value)));
            }
        }
        Collections.sort(lines);
        return lines;
    }

    @Test
    void openMetrics_isWrittenForScrapersThatPreferIt_withUnits() throws IOException {
        HttpBody body = exposition.of(
                samples(1),
                "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1");
        String text = new String(body.bytes(), StandardCharsets.UTF_8);

        assertThat(body.type()).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(text)
                .endsWith("# EOF\n")
                .contains("# UNIT aml_memory_bytes bytes\n", "# UNIT aml_growth_bytes_per_second bytes_per_second\n");
        assertThat(Arrays.stream(MetricFamily.values()).map(MetricFamily::metric))
                .allMatch(name -> text.contains("\n" + name + "{") || text.contains("\n" + name + " "));
    }

    @Test
    void check_refusesTheSameSeriesTwice() {
        Sample one = Sample.of(MetricFamily.RUN_DONE, 1, "maintain", "/srv/shop");
        Sample other = Sample.of(MetricFamily.RUN_DONE, 0, "maintain", "/srv/shop");

        Exposition.check(List.of(one, Sample.of(MetricFamily.RUN_DONE, 0, "maintain", "/srv/blog")));
        assertThatThrownBy(() -> Exposition.check(List.of(one, other))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void text_isWrittenForOthers() throws IOException {
        for (String accepted : List.of("", "*/*", "text/html")) {
            assertThat(exposition.of(samples(2), accepted).type())
                    .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        }
    }
}
