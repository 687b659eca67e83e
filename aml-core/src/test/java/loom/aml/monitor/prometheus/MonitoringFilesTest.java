package loom.aml.monitor.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The alert rules, the Grafana board and the page about monitoring use the metrics that exist. */
class MonitoringFilesTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Path RULES = DOCS.resolve("prometheus/aml.rules.yml");
    private static final Path BOARD = DOCS.resolve("grafana/aml.json");
    private static final Map<String, MetricFamily> METRICS =
            Arrays.stream(MetricFamily.values()).collect(Collectors.toMap(MetricFamily::metric, Function.identity()));

    private static final Pattern SELECTOR = Pattern.compile("\\b(aml_[a-z_]+|up)\\b(?:\\{([^}]*)\\})?");
    private static final Pattern MATCHER = Pattern.compile("([a-z]+)(?:=~|!~|!=|=)\"[^\"]*\",?");
    private static final Pattern GROUPING = Pattern.compile("(?:by|without) \\(([a-z, ]+)\\)");
    private static final Pattern LABEL = Pattern.compile("\\$labels\\.([a-z]+)|\\{\\{([a-z]+)\\}\\}");

    /** Prometheus adds these to every series. */
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

    @TempDir
    private Path directory;

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rules() throws IOException {
        Map<String, Object> file =
                (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(RULES));
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Map<String, Object> group : (List<Map<String, Object>>) file.get("groups")) {
            rules.addAll((List<Map<String, Object>>) group.get("rules"));
        }
        return rules;
    }

    /** Returns the queries of the board with their legends. */
    private static List<JsonObject> queries() throws Exception {
        return JsonObject.parse(Files.readString(BOARD)).objects("panels").stream()
                .flatMap(panel -> panel.objects("targets").stream())
                .toList();
    }

    private static String expression(JsonObject query) {
        return query.string("expr").orElseThrow();
    }

    private static List<MetricFamily> metricsOf(String expression) {
        List<MetricFamily> families = new ArrayList<>();
        Matcher selector = SELECTOR.matcher(expression);
        while (selector.find()) {
            if (!selector.group(1).equals("up")) {
                families.add(METRICS.get(selector.group(1)));
            }
        }
        return families;
    }

    private static void check(String expression) {
        Matcher selector = SELECTOR.matcher(expression);
        boolean isFound = false;
        while (selector.find()) {
            isFound = true;
            String name = selector.group(1);
            if (!name.equals("up")) {
                assertThat(METRICS).as(expression).containsKey(name);
            }
            String matchers = selector.group(2) == null ? "" : selector.group(2);
            assertThat(matchers).as(expression).matches("(" + MATCHER.pattern() + ")*");
            MATCHER.matcher(matchers)
                    .results()
                    .forEach(each -> assertThat(labels(name)).as(expression).contains(each.group(1)));
        }
        assertThat(isFound).as("a metric in " + expression).isTrue();
        for (String label : named(GROUPING, expression)) {
            assertThat(isLabelOf(expression, label)).as(expression).isTrue();
        }
    }

    /** Returns whether one of the metrics in an expression has a label. */
    private static boolean isLabelOf(String expression, String label) {
        return OF_PROMETHEUS.contains(label)
                || metricsOf(expression).stream()
                        .anyMatch(family -> family.labels().contains(label));
    }

    private static Set<String> labels(String metric) {
        MetricFamily family = METRICS.get(metric);
        return Stream.concat(OF_PROMETHEUS.stream(), family == null ? Stream.of() : family.labels().stream())
                .collect(Collectors.toSet());
    }

    private static List<String> named(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(each -> Optional.ofNullable(each.group(1)).orElseGet(() -> each.group(2)))
                .flatMap(names -> Arrays.stream(names.split(", ?")))
                .toList();
    }

    @Test
    void rules_useMetricsAndLabelsThatExist() throws Exception {
        assertThat(rules()).hasSizeGreaterThan(5);
        for (Map<String, Object> rule : rules()) {
            String expression = String.valueOf(rule.get("expr"));
            check(expression);
            for (String label : named(LABEL, String.valueOf(rule.get("annotations")))) {
                assertThat(isLabelOf(expression, label)).as(rule.toString()).isTrue();
            }
        }
    }

    @Test
    void board_usesMetricsAndLabelsThatExist() throws Exception {
        assertThat(queries()).hasSizeGreaterThan(10);
        for (JsonObject query : queries()) {
            check(expression(query));
            for (String label : named(LABEL, query.string("legendFormat").orElse(""))) {
                assertThat(isLabelOf(expression(query), label))
                        .as(query.toString())
                        .isTrue();
            }
        }
    }

    /** A server that knows no such metric would show an empty panel, and a rule would never fire. */
    @Test
    void check_findsWhatDoesNotExist() {
        for (String wrong :
                List.of("aml_itmes > 0", "aml_items{agent=\"x\"}", "sum by (severity) (aml_items)", "time() > 0")) {
            assertThat(failure(() -> check(wrong))).as(wrong).isTrue();
        }
    }

    private static boolean failure(Runnable check) {
        try {
            check.run();
            return false;
        } catch (AssertionError e) {
            return true;
        }
    }

    @Test
    void page_listsEveryMetric() throws IOException {
        List<String> rows = Files.readAllLines(DOCS.resolve("prometheus.md")).stream()
                .filter(line -> line.startsWith("| `aml_"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(MetricFamily.values())
                        .map(MonitoringFilesTest::row)
                        .toList());
    }

    private static String row(MetricFamily family) {
        String labels = family.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        return "| `" + family.metric() + "` | " + (labels.isEmpty() ? "" : labels + " ") + "| "
                + family.help().replaceFirst("\\.$", "") + " |";
    }

    @Test
    void promtool_acceptsTheRules_theirTests_andTheExpressionsOfTheBoard() throws Exception {
        Promtool promtool = promtool();
        List<Promtool.Outcome> outcomes = List.of(
                promtool.run(directory, "", "check", "rules", RULES.toString()),
                promtool.run(directory, "", "test", "rules", "src/test/prometheus/aml.test.yml"),
                promtool.run(
                        directory, "", "check", "rules", expressionsOfTheBoard().toString()));

        assertThat(outcomes)
                .allSatisfy(outcome ->
                        assertThat(outcome.code()).as(outcome.output()).isZero());
    }

    /** Returns a file of rules with the queries of the board. */
    private Path expressionsOfTheBoard() throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n  - name: board\n    rules:\n");
        int number = 0;
        for (JsonObject query : queries()) {
            rules.append("      - record: board:query")
                    .append(number++)
                    .append("\n        expr: '")
                    .append(expression(query).replace("'", "''"))
                    .append("'\n");
        }
        return Files.writeString(directory.resolve("board.rules.yml"), rules);
    }

    private static Promtool promtool() {
        return Promtool.find()
                .orElseGet(() -> abort("promtool is not installed; the Debian package prometheus has it"));
    }
}
