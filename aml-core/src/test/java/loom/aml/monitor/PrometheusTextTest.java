package loom.aml.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.TestItem;
import loom.aml.monitor.prometheus.PrometheusText;
import loom.aml.monitor.prometheus.Promtool;
import loom.aml.monitor.prometheus.StoreSamples;
import loom.aml.run.RunPerformance;
import loom.aml.store.Selection;
import loom.aml.store.log.LogFolder;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusTextTest {
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(\\{[a-z_]+=\"(?:[^\"\\\\\\n"
            + "]|\\\\[\\\\\"n])*\"(?:,[a-z_]+=\"(?:[^\"\\\\\\n"
            + "]|\\\\[\\\\\"n])*\")*\\})? (-?[0-9]+(?:\\.[0-9]+)?(?:E-?[0-9]+)?)");

    @TempDir
    private Path directory;

    private String text() throws IOException {
        WatchedStore watched = new WatchedStore(directory)
                .backedUp(Optional.of(Duration.ofHours(1)), "")
                .indexed(true, true)
                .queried(Duration.ofMillis(3), 1.0 / 3)
                .withLimits(1, 2_000_000, 1_000_000, 2_000_000);
        watched.store()
                .put("a \"quoted\" name\nof two lines/patterns.json", TestItem.pattern(TestItem.uuid("a")))
                .putGzip("debugger/solutions.json", TestItem.solution("no-uuid"))
                .put("debugger/decisions.json", "[]");
        for (int day = 0; day < 4; day++) {
            watched.store()
                    .put(
                            "tester/solutions.json",
                            TestItem.solution(TestItem.uuid("s")).padded(10_000 << day));
            watched.observe();
            watched.store().pass(Duration.ofHours(23));
        }
        watched.store()
                .run(open ->
                        new GarbageCollector(GcPolicy.DEFAULT, watched.store().now()).plan(open, Selection.ALL));
        try (var open = watched.store().openReadOnly()) {
            return PrometheusText.of(StoreSamples.of(
                    "/srv/shop",
                    watched.observeOnly(),
                    RunPerformance.of(
                            LogFolder.of(open.place()),
                            Optional.of(new QueryStatus(Optional.of(Duration.ofMillis(3)), OptionalDouble.of(0.5))))));
        }
    }

    /** Checks the rules of the format and the naming rules of promtool. */
    @Test
    void text_followsTheFormat() throws IOException {
        String text = text();
        assertThat(text).endsWith("\n").doesNotContain("NaN", "\r");
        Set<String> families = new HashSet<>();
        Set<String> samples = new HashSet<>();
        String family = "";
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("# HELP ")) {
                family = line.split(" ", 4)[2];
                assertThat(families.add(family)).as("duplicate: " + line).isTrue();
                assertThat(line.split(" ", 4)[3]).endsWith(".");
                assertThat(lines.get(i + 1)).isEqualTo("# TYPE " + family + " gauge");
                assertThat(family)
                        .startsWith("aml_")
                        .doesNotEndWith("_total")
                        .doesNotEndWith("_count")
                        .doesNotEndWith("_sum");
            } else if (!line.startsWith("# TYPE ")) {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(1)).isEqualTo(family);
                assertThat(samples.add(sample.group(1) + sample.group(2)))
                        .as("duplicate: " + line)
                        .isTrue();
            }
        }
        assertThat(families)
                .contains(
                        "aml_memory_bytes",
                        "aml_rot_ratio",
                        "aml_growth_bytes_per_second",
                        "aml_health_check_status",
                        "aml_alerts",
                        "aml_limit_reached_timestamp_seconds",
                        "aml_last_run_duration_seconds",
                        "aml_query_duration_seconds",
                        "aml_cache_hit_ratio",
                        "aml_compression_ratio",
                        "aml_index_bytes");
        assertThat(text)
                .contains("{agent=\"a \\\"quoted\\\" name\\nof two lines\",store=\"/srv/shop\"}")
                .contains("aml_health_check_status{check=\"index\",store=\"/srv/shop\"} 0\n")
                .contains("aml_last_run_done{operation=\"gc\",store=\"/srv/shop\"} 1\n");
    }

    /** A cloned repository may bring a store with records of runs, and Prometheus refuses a text with the same series twice. */
    @Test
    void operationsThatAmlDoesNotHave_areOneSeries() throws IOException {
        Map<String, Performance.Run> last = new TreeMap<>();
        List<String> strange = List.of("x\udcff", "x\\xff/", "\ud800", "\ud801", "UPPER", "", "a".repeat(500));
        for (String operation : strange) {
            last.put(operation, run(Instant.EPOCH.plusSeconds(last.size())));
        }
        last.put("maintain", run(Instant.ofEpochSecond(1_764_633_277L, 418_000_000)));
        String text = runs(last);

        assertThat(text.lines().filter(line -> line.startsWith("aml_last_run_timestamp_seconds")))
                .containsExactly(
                        "aml_last_run_timestamp_seconds{operation=\"maintain\",store=\"/srv/shop\"} 1.764633277418E9",
                        "aml_last_run_timestamp_seconds{operation=\"other\",store=\"/srv/shop\"} 6");
    }

    @Test
    void seriesOfOperations_areLimited() throws IOException {
        Map<String, Performance.Run> last = new TreeMap<>();
        for (char first = 'a'; first <= 'z'; first++) {
            for (char second = 'a'; second <= 'z'; second++) {
                last.put("" + first + second, run(Instant.MAX));
            }
        }

        assertThat(runs(last).lines().filter(line -> line.startsWith("aml_last_run_done{")))
                .hasSize(65);
    }

    private static Performance.Run run(Instant started) {
        return new Performance.Run("r", started, Duration.ZERO, "done", 0, 0, 0, Optional.empty());
    }

    private String runs(Map<String, Performance.Run> last) throws IOException {
        WatchedStore watched = new WatchedStore(directory);
        watched.store().put("tester/solutions.json", "[]");
        return PrometheusText.of(
                StoreSamples.of("/srv/shop", watched.observeOnly(), new Performance(last, Optional.empty())));
    }

    @Test
    void promtool_findsNoFault() throws Exception {
        Promtool promtool = Promtool.find()
                .orElseGet(() -> abort("promtool is not installed; the Debian package prometheus has it"));

        assertThat(promtool.run(directory, text(), "check", "metrics")).isEqualTo(new Promtool.Outcome(0, ""));
    }
}
