package loom.aml.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.TestItem;
import loom.aml.TestItem.Shape;
import loom.aml.TestStore;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.Explanation;
import loom.aml.store.Finding;
import loom.aml.store.Reason;
import loom.aml.store.Selection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule table: the items that each rule removes and its exact threshold, in every schema version. */
class PruneRulesTest {
    private static final PrunePolicy DEFAULT = PrunePolicy.DEFAULT.withSolutionAge(Duration.ofDays(365));
    private static final PrunePolicy AGGRESSIVE = DEFAULT.aggressive();
    private static final Duration TICK = Duration.ofMillis(1);

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    private static Instant ago(int days) {
        return TestStore.NOW.minus(Duration.ofDays(days));
    }

    private PlannedPrune patterns(PrunePolicy policy, TestItem... patterns) throws IOException {
        return PlannedPrune.of(store.put("debugger/patterns.json", patterns), policy);
    }

    private PlannedPrune solutions(PrunePolicy policy, TestItem... solutions) throws IOException {
        return PlannedPrune.of(store.put("debugger/solutions.json", solutions), policy);
    }

    private PlannedPrune decisions(PrunePolicy policy, TestItem... decisions) throws IOException {
        return PlannedPrune.of(store.put("debugger/decisions.json", decisions), policy);
    }

    @ParameterizedTest
    @EnumSource
    void prune_keepsItemsThatMatchNoRule(Shape shape) throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern(shape, "p"))
                .put("debugger/solutions.json", TestItem.solution(shape, "s"))
                .put("debugger/decisions.json", TestItem.decision(shape, "d"));

        PlannedPrune prune = PlannedPrune.of(store, AGGRESSIVE);

        assertThat(prune.plan().changes().isEmpty()).isTrue();
        assertThat(prune.plan().findings()).isEmpty();
        assertThat(prune.plan().items()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void timeBased_removesPatternsUnusedForLongerThan90Days_60IfAggressive(Shape shape) throws IOException {
        TestItem[] patterns = {
            TestItem.pattern(shape, "90 days and a tick").with("evolution.lastUsed", ago(90).minus(TICK)),
            TestItem.pattern(shape, "90 days").with("evolution.lastUsed", ago(90)),
            TestItem.pattern(shape, "60 days and a tick").with("evolution.lastUsed", ago(60).minus(TICK)),
            TestItem.pattern(shape, "60 days").with("evolution.lastUsed", ago(60)),
            TestItem.pattern(shape, "60 days but a tick").with("evolution.lastUsed", ago(60).plus(TICK)),
        };

        assertThat(patterns(DEFAULT, patterns).causes())
                .isEqualTo(Map.of("90 days and a tick", "time_based unused_too_long"));
        assertThat(patterns(AGGRESSIVE, patterns).ids())
                .containsExactlyInAnyOrder("90 days and a tick", "90 days", "60 days and a tick");
    }

    @ParameterizedTest
    @EnumSource
    void timeBased_usesTheTimestampOfPatternsWithoutLastUse(Shape shape) throws IOException {
        PlannedPrune prune = patterns(
                DEFAULT,
                TestItem.pattern(shape, "absent").with("timestamp", ago(91)).without("evolution.lastUsed"),
                TestItem.pattern(shape, "null").with("timestamp", ago(91)).withRaw("evolution.lastUsed", "null"),
                TestItem.pattern(shape, "recent").with("timestamp", ago(89)).without("evolution.lastUsed"),
                TestItem.pattern(shape, "used since").with("timestamp", ago(900)));

        assertThat(prune.ids()).containsExactlyInAnyOrder("absent", "null");
    }

    @ParameterizedTest
    @EnumSource
    void timeBased_removesSolutionsOlderThan365Days_aggressiveOrNot(Shape shape) throws IOException {
        TestItem[] solutions = {
            TestItem.solution(shape, "a tick more").with("timestamp", ago(900)).with("lastUsed", ago(365).minus(TICK)),
            TestItem.solution(shape, "exactly").with("timestamp", ago(900)).with("lastUsed", ago(365)),
            TestItem.solution(shape, "a tick less").with("timestamp", ago(900)).with("lastUsed", ago(365).plus(TICK)),
        };

        assertThat(solutions(DEFAULT, solutions).causes())
                .isEqualTo(Map.of("a tick more", "time_based outdated_solution"));
        assertThat(solutions(AGGRESSIVE, solutions).ids()).containsExactly("a tick more");
    }

    @ParameterizedTest
    @EnumSource
    void timeBased_removesDecisionsOlderThan180Days_120IfAggressive(Shape shape) throws IOException {
        TestItem[] decisions = {
            TestItem.decision(shape, "180 days and a tick").with("timestamp", ago(180).minus(TICK)),
            TestItem.decision(shape, "180 days").with("timestamp", ago(180)),
            TestItem.decision(shape, "120 days and a tick").with("timestamp", ago(120).minus(TICK)),
            TestItem.decision(shape, "120 days").with("timestamp", ago(120)),
            TestItem.decision(shape, "120 days but a tick").with("timestamp", ago(120).plus(TICK)),
        };

        assertThat(decisions(DEFAULT, decisions).causes())
                .isEqualTo(Map.of("180 days and a tick", "time_based unused_too_long"));
        assertThat(decisions(AGGRESSIVE, decisions).ids())
                .containsExactlyInAnyOrder("180 days and a tick", "180 days", "120 days and a tick");
    }

    @ParameterizedTest
    @EnumSource
    void timeBased_removesFailedPatternsCreatedOver30DaysAgo(Shape shape) throws IOException {
        PrunePolicy timeBased = DEFAULT.withStrategies(Set.of(Strategy.TIME_BASED));
        PlannedPrune prune = patterns(
                timeBased,
                failed(shape, "failed", ago(30).minus(TICK), 0.2999, 3),
                failed(shape, "success of exactly 0.30", ago(30).minus(TICK), 0.30, 3),
                failed(shape, "success above 0.30", ago(30).minus(TICK), 0.3001, 3),
                failed(shape, "created 30 days ago", ago(30), 0.2999, 3),
                failed(shape, "created since", ago(30).plus(TICK), 0.2999, 3),
                failed(shape, "never really tried", ago(30).minus(TICK), 0.2999, 2),
                failed(shape, "no success rate", ago(300), 0, 9).without("metrics.successRate"));

        assertThat(prune.causes()).isEqualTo(Map.of("failed", "time_based low_success_rate"));
    }

    private static TestItem failed(Shape shape, String id, Instant created, double success, int executions) {
        return TestItem.pattern(shape, id)
                .with("evolution.created", created)
                .with("metrics.successRate", success)
                .with("metrics.executionCount", executions);
    }

    @ParameterizedTest
    @EnumSource
    void performanceBased_removesPatternsWithASuccessRateBelow20Percent_30IfAggressive(Shape shape) throws IOException {
        TestItem[] patterns = {
            failed(shape, "0.1999", ago(1), 0.1999, 3),
            failed(shape, "0.20", ago(1), 0.20, 3),
            failed(shape, "0.2999", ago(1), 0.2999, 3),
            failed(shape, "0.30", ago(1), 0.30, 3),
            failed(shape, "0.3001", ago(1), 0.3001, 3),
        };

        assertThat(patterns(DEFAULT, patterns).causes())
                .isEqualTo(Map.of("0.1999", "performance_based low_success_rate"));
        assertThat(patterns(AGGRESSIVE, patterns).ids()).containsExactlyInAnyOrder("0.1999", "0.20", "0.2999");
    }

    @ParameterizedTest
    @EnumSource
    void performanceBased_removesPatternsWithAConfidenceBelow15Percent(Shape shape) throws IOException {
        TestItem[] patterns = {
            TestItem.pattern(shape, "0.1499").with("evolution.confidenceScore", 0.1499),
            TestItem.pattern(shape, "0.15").with("evolution.confidenceScore", 0.15),
            TestItem.pattern(shape, "0.1501").with("evolution.confidenceScore", 0.1501),
            TestItem.pattern(shape, "nothing said").without("evolution.confidenceScore"),
        };

        assertThat(patterns(DEFAULT, patterns).causes())
                .isEqualTo(Map.of("0.1499", "performance_based low_confidence"));
        assertThat(patterns(AGGRESSIVE, patterns).ids()).containsExactly("0.1499");
    }

    @ParameterizedTest
    @EnumSource
    void performanceBased_ignoresPatternsBelowThreeExecutions(Shape shape) throws IOException {
        TestItem hopeless = failed(shape, "none said", ago(1), 0, 0).without("metrics.executionCount");
        PlannedPrune prune = patterns(
                AGGRESSIVE,
                hopeless.with("evolution.confidenceScore", 0),
                failed(shape, "0 executions", ago(1), 0, 0).with("evolution.confidenceScore", 0),
                failed(shape, "2 executions", ago(1), 0, 2).with("evolution.confidenceScore", 0),
                failed(shape, "3 executions", ago(1), 0, 3).with("evolution.confidenceScore", 0),
                failed(shape, "4 executions", ago(1), 0, 4).with("evolution.confidenceScore", 0));

        assertThat(prune.ids()).containsExactlyInAnyOrder("3 executions", "4 executions");
    }

    @ParameterizedTest
    @EnumSource
    void performanceBased_removesSolutionsThatDidNotWork(Shape shape) throws IOException {
        PlannedPrune prune = solutions(
                DEFAULT,
                TestItem.solution(shape, "failed").with("effectiveness.worked", false),
                TestItem.solution(shape, "worked").with("effectiveness.worked", true),
                TestItem.solution(shape, "nobody knows").withRaw("effectiveness.worked", "null"),
                TestItem.solution(shape, "not said").without("effectiveness.worked"),
                TestItem.solution(shape, "no yes or no").with("effectiveness.worked", "false"));

        assertThat(prune.causes()).isEqualTo(Map.of("failed", "performance_based negative_outcome"));
    }

    @ParameterizedTest
    @EnumSource
    void performanceBased_removesDecisionsNotWorthRepeating_inCamelAndSnakeCase(Shape shape) throws IOException {
        PlannedPrune prune = decisions(
                DEFAULT,
                TestItem.decision(shape, "camel").with("outcome.wouldRepeat", false),
                TestItem.decision(shape, "snake").with("outcome.would_repeat", false),
                TestItem.decision(shape, "camel, worth it").with("outcome.wouldRepeat", true),
                TestItem.decision(shape, "snake, worth it").with("outcome.would_repeat", true),
                TestItem.decision(shape, "nothing said").withRaw("outcome", "{}"),
                TestItem.decision(shape, "no outcome"));

        assertThat(prune.causes())
                .isEqualTo(Map.of(
                        "camel", "performance_based negative_outcome",
                        "snake", "performance_based negative_outcome"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // metrics                                                              | expected mean
                "{\"maintainability\": 0.4999}                                          | 0.4999",
                "{\"maintainability\": 0.5}                                             | 0.5",
                "{\"maintainability\": 0.5001}                                          | 0.5001",
                "{\"developmentSpeed\": 0.74}                                           | 0.493333333333333",
                "{\"developmentSpeed\": 0.75}                                           | 0.5",
                "{\"developmentSpeed\": 2, \"clientSatisfaction\": 0}                   | 0.5",
                "{\"developmentSpeed\": 1.5, \"apiPerformance\": 0, \"maintainability\": 0.4} | 0.466666666666667",
                "{\"apiPerformance\": 0.2, \"clientSatisfaction\": 0.6, \"maintainability\": 0.7} | 0.5",
                "{\"maintainability\": 0.4, \"customMetrics\": {\"tests\": 0.7}}        | 0.55",
                "{\"maintainability\": 0.6, \"customMetrics\": {\"tests\": 0.3}}        | 0.45",
                "{\"maintainability\": 0.6, \"customMetrics\": {\"bugs\": 40, \"lost\": -1, \"note\": \"0\"}} | 0.6",
                "{\"maintainability\": 0.4, \"customMetrics\": {\"users\": 1200}}       | 0.4",
                "{\"customMetrics\": {\"users\": 1200}}                                 | none",
                "{\"maintainability\": null}                                            | none",
                "{}                                                                     | none",
            })
    void performanceBased_removesDecisionsWhoseMeanSuccessIsBelowHalf(String metrics, String mean) throws IOException {
        boolean leaves = !mean.equals("none") && Double.parseDouble(mean) < 0.5;
        for (String field : new String[] {"outcome.successMetrics", "outcome.success_metrics"}) {
            PlannedPrune prune = decisions(
                    DEFAULT.withStrategies(Set.of(Strategy.PERFORMANCE_BASED)),
                    TestItem.decision("judged").withRaw(field, metrics),
                    TestItem.decision("and would not repeat")
                            .withRaw(field, metrics)
                            .with("outcome.wouldRepeat", false),
                    TestItem.decision("but would repeat")
                            .withRaw(field, metrics)
                            .with("outcome.wouldRepeat", true));

            assertThat(prune.ids().contains("judged")).as(field).isEqualTo(leaves);
            assertThat(prune.ids().contains("but would repeat")).as(field).isEqualTo(leaves);
            assertThat(prune.ids()).contains("and would not repeat");
            if (leaves) {
                assertThat(meanIn(prune.explanations().get("judged")))
                        .isCloseTo(Double.parseDouble(mean), within(1e-9));
            }
        }
    }

    private static double meanIn(Explanation explanation) {
        Matcher mean = Pattern.compile("\"mean_success\":([0-9.]+)")
                .matcher(explanation.values().toString());
        assertThat(mean.find()).isTrue();
        return Double.parseDouble(mean.group(1));
    }

    @ParameterizedTest
    @CsvSource({
        // One second before 90 days, and one second after.
        "\"2026-08-25T07:59:59Z\", \"2026-08-25T08:00:01Z\"",
        "\"2026-08-25T07:59:59.999Z\", \"2026-08-25T08:00:00.000Z\"",
        "\"2026-08-25T07:59:59.999999Z\", \"2026-08-25T08:00:00.000000Z\"",
        "\"2026-08-25T09:59:59+02:00\", \"2026-08-25T10:00:01+02:00\"",
        "\"2026-08-24T21:59:59.500-10:00\", \"2026-08-24T22:00:01.500-10:00\"",
        "\"2026-08-25T13:29:59+0530\", \"2026-08-25T13:30:01+0530\"",
        "\"2026-08-25T07:59:59\", \"2026-08-25T08:00:01\"",
        "\"2026-08-25T07:59:59.999\", \"2026-08-25T08:00:00.001\"",
        "\"2026-08-25 07:59:59.123456\", \"2026-08-25 08:00:00.123456\"",
        "\"2026-08-25T07:59\", \"2026-08-25T08:01\"",
        "\"2026-08-25\", \"2026-08-26\"",
        "1787644799, 1787644801",
        "1787644799.5, 1787644800.5",
        "1787644799999, 1787644800001",
        "1787644799999999, 1787644800000001",
        "1787644799000000000, 1787644801000000000",
    })
    void timeBased_readsEveryTimestampFormat(String over90Days, String under90Days) throws IOException {
        for (Shape shape : Shape.values()) {
            PlannedPrune prune = patterns(
                    DEFAULT,
                    TestItem.pattern(shape, "used too long ago").withRaw("evolution.lastUsed", over90Days),
                    TestItem.pattern(shape, "used since").withRaw("evolution.lastUsed", under90Days));

            assertThat(prune.ids()).as("%s", shape).containsExactly("used too long ago");
        }
    }

    @ParameterizedTest
    @EnumSource
    void timeBased_treatsFutureTimestampsAsNow(Shape shape) throws IOException {
        Instant future = TestStore.NOW.plus(Duration.ofDays(4_000));
        store.put("debugger/patterns.json", failed(shape, "p", future, 0.25, 9).with("evolution.lastUsed", future))
                .put("debugger/solutions.json", TestItem.solution(shape, "s").with("timestamp", future))
                .put("debugger/decisions.json", TestItem.decision(shape, "d").with("timestamp", future));

        PlannedPrune prune = PlannedPrune.of(store, DEFAULT);

        assertThat(prune.ids()).isEmpty();
        assertThat(prune.plan().findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\"",
                "\"yesterday\"",
                "\"2026-13-45T00:00:00Z\"",
                "\"2020-02-30\"",
                "true",
                "{}",
                "[2020]",
                "1e300"
            })
    void timeBased_keepsAndReportsItemsWithAnInvalidTimestamp(String date) throws IOException {
        for (Shape shape : Shape.values()) {
            store.put(
                            "debugger/patterns.json",
                            failed(shape, "p", ago(1), 0.25, 9)
                                    .withRaw("timestamp", date)
                                    .withRaw("evolution.created", date)
                                    .withRaw("evolution.lastUsed", date))
                    .put(
                            "debugger/solutions.json",
                            TestItem.solution(shape, "s").withRaw("timestamp", date))
                    .put(
                            "debugger/decisions.json",
                            TestItem.decision(shape, "d").withRaw("timestamp", date));

            PlannedPrune prune = PlannedPrune.of(store, DEFAULT);

            assertThat(prune.ids()).as("%s", shape).isEmpty();
            assertThat(prune.found(Finding.Kind.UNDATED))
                    .as("%s", shape)
                    .containsExactlyInAnyOrder("debugger/pattern/p", "debugger/solution/s", "debugger/decision/d");
        }
    }

    @Test
    void timeBased_keepsAndReportsItemsWithoutATimestamp() throws IOException {
        store.put(
                        "debugger/patterns.json",
                        TestItem.pattern("p").without("timestamp").without("evolution"))
                .put("debugger/decisions.json", TestItem.decision("").without("timestamp"));

        PlannedPrune prune = PlannedPrune.of(store, DEFAULT);

        assertThat(prune.ids()).isEmpty();
        assertThat(prune.found(Finding.Kind.UNDATED))
                .as("an item without an id is named by its position")
                .containsExactlyInAnyOrder("debugger/pattern/p", "debugger/decision/#0");
    }

    @Test
    void undatedItems_areReportedOnlyIfAgesMatter() throws IOException {
        store.put("debugger/solutions.json", TestItem.solution("s").without("timestamp"));

        PrunePolicy withoutAges = DEFAULT.withStrategies(Set.of(Strategy.PERFORMANCE_BASED, Strategy.SPACE_BASED));

        assertThat(PlannedPrune.of(store, withoutAges).plan().findings()).isEmpty();
    }

    @Test
    void performanceBased_removesUndatedItemsToo() throws IOException {
        PlannedPrune prune =
                solutions(DEFAULT, TestItem.solution("s").without("timestamp").with("effectiveness.worked", false));

        assertThat(prune.causes()).isEqualTo(Map.of("s", "performance_based negative_outcome"));
        assertThat(prune.plan().findings()).isEmpty();
    }

    @Test
    void explanation_namesTheFirstOfSeveralRules() throws IOException {
        store.put(
                        "debugger/patterns.json",
                        failed(Shape.V1_0_0, "unused, failed, unsure", ago(100), 0.1, 9)
                                .with("evolution.lastUsed", ago(91))
                                .with("evolution.confidenceScore", 0.1),
                        failed(Shape.V1_0_0, "failed, unsure", ago(31), 0.1, 9).with("evolution.confidenceScore", 0.1),
                        failed(Shape.V1_0_0, "failed lately, unsure", ago(1), 0.1, 9)
                                .with("evolution.confidenceScore", 0.1))
                .put(
                        "debugger/solutions.json",
                        TestItem.solution("old, failed")
                                .with("timestamp", ago(900))
                                .with("lastUsed", ago(366))
                                .with("effectiveness.worked", false))
                .put(
                        "debugger/decisions.json",
                        TestItem.decision("old, regretted")
                                .with("timestamp", ago(181))
                                .with("outcome.wouldRepeat", false));

        assertThat(PlannedPrune.of(store, DEFAULT).causes())
                .isEqualTo(Map.of(
                        "unused, failed, unsure", "time_based unused_too_long",
                        "failed, unsure", "time_based low_success_rate",
                        "failed lately, unsure", "performance_based low_success_rate",
                        "old, failed", "time_based outdated_solution",
                        "old, regretted", "time_based unused_too_long"));
    }

    @Test
    void timeBased_keepsWorkingSolutions_unlessAnAgeIsSetAndTheirUseIsRecorded() throws IOException {
        TestItem[] solutions = {
            TestItem.solution("old").with("timestamp", ago(1_500)),
            TestItem.solution("long unused").with("timestamp", ago(1_500)).with("lastUsed", ago(900)),
            TestItem.solution("flat, long unused").with("timestamp", ago(1_500)).with("last_used", ago(900)),
            TestItem.solution("used lately").with("timestamp", ago(1_500)).with("last_used", ago(2)),
            TestItem.solution("never used").with("timestamp", ago(1_500)).withRaw("last_used", "0"),
        };

        assertThat(solutions(PrunePolicy.DEFAULT, solutions).ids()).isEmpty();
        assertThat(solutions(PrunePolicy.DEFAULT.aggressive(), solutions).ids()).isEmpty();
        assertThat(solutions(DEFAULT, solutions).ids()).containsExactlyInAnyOrder("long unused", "flat, long unused");
    }

    @Test
    void timeBased_judgesDecisionsByTheirRecordedUse_elseByTheirAge() throws IOException {
        store.put(
                "debugger/decisions.json",
                TestItem.decision("old").with("timestamp", ago(181)),
                TestItem.decision("old, used lately")
                        .with("timestamp", ago(900))
                        .with("last_used", ago(2)),
                TestItem.decision("long unused").with("timestamp", ago(900)).with("last_used", ago(181)),
                TestItem.decision("used in time").with("timestamp", ago(900)).with("last_used", ago(180)),
                TestItem.decision("old, never used").with("timestamp", ago(181)).withRaw("last_used", "0"),
                TestItem.decision("young, never used")
                        .with("timestamp", ago(9))
                        .with("last_used", "0001-01-01T00:00:00Z"));

        assertThat(PlannedPrune.of(store, PrunePolicy.DEFAULT).ids())
                .containsExactlyInAnyOrder("old", "long unused", "old, never used");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1e999", "-1", "1e999", "-0.5", "1.5", "100"})
    void invalidRates_matchNoRule(String rate) throws IOException {
        PlannedPrune prune = patterns(
                DEFAULT,
                failed(Shape.V1_0_0, "by success", ago(300), 0.1, 9).withRaw("metrics.successRate", rate),
                failed(Shape.V2_0_0, "by success in 2.0.0", ago(300), 0.1, 9).withRaw("metrics.successRate", rate),
                TestItem.pattern("by confidence").withRaw("evolution.confidenceScore", rate));

        assertThat(prune.ids()).isEmpty();
    }

    @Test
    void flatItems_areReadByEveryRule() throws IOException {
        store.put("debugger/patterns.json", flat("""
                [{'id':'unused','timestamp':'%1$s','name':'a','created':'%1$s','last_used':'%2$s'},
                 {'id':'failed','timestamp':'%1$s','name':'b','created':'%1$s','last_used':'%3$s','success_rate':0.25,'use_count':9},
                 {'id':'hopeless','timestamp':'%3$s','name':'c','success_rate':0.1,'use_count':3},
                 {'id':'unsure','timestamp':'%3$s','name':'d','confidence':0.1,'use_count':3},
                 {'id':'unproven','timestamp':'%3$s','name':'e','confidence':0.1,'success_rate':0.1,'use_count':2},
                 {'id':'good','timestamp':'%1$s','name':'f','confidence':0.8,'success_rate':0.9,'use_count':12,'last_used':'%3$s'}]"""));
        store.put("debugger/solutions.json", flat("[{'id':'useless','timestamp':'%3$s','name':'g','worked':false}]"));
        store.put(
                "debugger/decisions.json",
                flat("[{'id':'regretted','timestamp':'%3$s','name':'h','would_repeat':false}]"));

        assertThat(PlannedPrune.of(store, DEFAULT).causes())
                .isEqualTo(Map.of(
                        "unused", "time_based unused_too_long",
                        "failed", "time_based low_success_rate",
                        "hopeless", "performance_based low_success_rate",
                        "unsure", "performance_based low_confidence",
                        "useless", "performance_based negative_outcome",
                        "regretted", "performance_based negative_outcome"));
    }

    private static String flat(String text) {
        return text.formatted(ago(300), ago(200), ago(1)).replace('\'', '"');
    }

    @Test
    void prune_appliesTheSelectedStrategiesOnly() throws IOException {
        store.put(
                        "debugger/patterns.json",
                        TestItem.pattern("unused").with("evolution.lastUsed", ago(91)),
                        failed(Shape.V1_0_0, "failing", ago(1), 0.1, 9))
                .put(
                        "debugger/solutions.json",
                        TestItem.solution("old").with("timestamp", ago(900)).with("lastUsed", ago(366)))
                .put("debugger/decisions.json", TestItem.decision("regretted").with("outcome.wouldRepeat", false));

        assertThat(PlannedPrune.of(store, DEFAULT.withStrategies(Set.of(Strategy.TIME_BASED)))
                        .ids())
                .containsExactlyInAnyOrder("unused", "old");
        assertThat(PlannedPrune.of(store, DEFAULT.withStrategies(Set.of(Strategy.PERFORMANCE_BASED)))
                        .ids())
                .containsExactlyInAnyOrder("failing", "regretted");
        assertThat(PlannedPrune.of(store, DEFAULT.withStrategies(Set.of(Strategy.SPACE_BASED)))
                        .ids())
                .isEmpty();
        assertThat(PlannedPrune.of(store, DEFAULT.withStrategies(EnumSet.noneOf(Strategy.class)))
                        .ids())
                .isEmpty();
    }

    @Test
    void prune_judgesTheSelectedAgentsOnly() throws IOException {
        for (String agent : new String[] {"debugger", "reviewer", "tester"}) {
            store.put(
                    agent + "/solutions.json",
                    TestItem.solution("of " + agent).with("timestamp", ago(900)).with("lastUsed", ago(366)));
        }

        assertThat(PlannedPrune.of(store, DEFAULT, Selection.ofAgents(Set.of("debugger", "tester")))
                        .ids())
                .containsExactlyInAnyOrder("of debugger", "of tester");
        assertThat(PlannedPrune.of(store, DEFAULT, Selection.ofAgents(Set.of("nobody")))
                        .ids())
                .isEmpty();
        assertThat(PlannedPrune.of(store, DEFAULT, Selection.ofAgents(Set.of())).ids())
                .as("no selection means all agents")
                .hasSize(3);
    }

    @Test
    void prune_readsBothFilesOfACollection() throws IOException {
        store.put(
                        "debugger/solutions.json",
                        TestItem.solution("plain").with("timestamp", ago(900)).with("lastUsed", ago(366)))
                .putGzip(
                        "debugger/solutions.json.gz",
                        TestItem.solution("suffixed")
                                .with("timestamp", ago(900))
                                .with("lastUsed", ago(366)));

        assertThat(PlannedPrune.of(store, DEFAULT).ids()).containsExactlyInAnyOrder("plain", "suffixed");
    }

    @Test
    void prune_keepsAndReportsPinnedItems() throws IOException {
        store.put("config/pins.json", "{\"version\": 1, \"pins\": [{\"id\": \"dear\"}, {\"id\": \"sound\"}]}")
                .put(
                        "debugger/solutions.json",
                        TestItem.solution("dear").with("timestamp", ago(900)).with("lastUsed", ago(366)),
                        TestItem.solution("sound"),
                        TestItem.solution("old").with("timestamp", ago(900)).with("lastUsed", ago(366)));

        PlannedPrune prune = PlannedPrune.of(store, DEFAULT);

        assertThat(prune.ids()).containsExactly("old");
        assertThat(prune.plan().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.PINNED);
            assertThat(finding.where()).isEqualTo("debugger/solution/dear");
            assertThat(finding.what()).contains("solution unused for over 365 days");
            assertThat(finding.isProblem()).isFalse();
        });
    }

    @Test
    void elementsThatAreNotObjects_areKeptAndReported() throws IOException {
        store.put(
                "debugger/solutions.json",
                "[null, " + TestItem.solution("old").with("timestamp", ago(900)).with("lastUsed", ago(366)) + ", 7]");

        PlannedPrune prune = PlannedPrune.of(store, DEFAULT);

        assertThat(prune.ids()).containsExactly("old");
        assertThat(prune.found(Finding.Kind.STRANGER))
                .containsExactly("debugger/solutions.json", "debugger/solutions.json");
    }

    @Test
    void undatedItemsOfAFile_areListedUpTo20_andTheRestCounted() throws IOException {
        TestItem[] undated = new TestItem[25];
        for (int i = 0; i < undated.length; i++) {
            undated[i] = TestItem.solution("s" + i).without("timestamp");
        }

        PlannedPrune prune = solutions(DEFAULT, undated);

        assertThat(prune.plan().findings()).hasSize(21);
        assertThat(prune.plan().findings().getLast().what()).startsWith("5 more");
    }

    @Test
    void explanation_containsTheRuleAndTheExaminedValues() throws IOException {
        store.put(
                        "debugger/patterns.json",
                        TestItem.pattern("unused").with("evolution.lastUsed", "2026-08-01T10:00:00+02:00"),
                        failed(Shape.V2_0_0, "failed", ago(31), 0.25, 9),
                        failed(Shape.V1_0_0, "failing", ago(1), 0.1, 3))
                .put("debugger/solutions.json", TestItem.solution("useless").with("effectiveness.worked", false))
                .put(
                        "debugger/decisions.json",
                        TestItem.decision("regretted")
                                .with("outcome.wouldRepeat", false)
                                .withRaw("outcome.successMetrics", "{\"maintainability\": 0.25}"));

        PlannedPrune prune = PlannedPrune.of(store, DEFAULT);

        assertThat(json(prune, "unused"))
                .isEqualTo("{\"agent\":\"debugger\",\"kind\":\"pattern\",\"id\":\"unused\",\"strategy\":\"time_based\","
                        + "\"reason\":\"unused_too_long\",\"rule\":\"pattern unused for over 90 days\","
                        + "\"values\":{\"last_used\":\"2026-08-01T08:00:00Z\",\"age_days\":114}}");
        assertThat(json(prune, "failed"))
                .contains("pattern created over 30 days ago with a success rate below 0.3")
                .endsWith("\"values\":{\"success_rate\":0.25,\"confidence\":0.6,\"executions\":9.0,"
                        + "\"created\":\"2026-10-23T08:00:00Z\"}}");
        assertThat(json(prune, "failing"))
                .contains("pattern with a success rate below 0.2")
                .endsWith("\"values\":{\"success_rate\":0.1,\"confidence\":0.6,\"executions\":3.0}}");
        assertThat(json(prune, "useless"))
                .contains("solution that did not work")
                .endsWith("\"values\":{\"worked\":false}}");
        assertThat(json(prune, "regretted"))
                .contains("decision not worth repeating, or with mean success metrics below 0.5")
                .endsWith("\"values\":{\"would_repeat\":false,\"mean_success\":0.25}}");
    }

    private static String json(PlannedPrune prune, String id) {
        Explanation explanation = prune.explanations().get(id);
        assertThat(explanation).as(id).isNotNull();
        return explanation.toJson().toString();
    }

    @Test
    void patternWithLastUseButNoCreationTime_isDated() throws IOException {
        PlannedPrune prune = patterns(
                DEFAULT,
                TestItem.pattern("used").without("timestamp").with("evolution.lastUsed", ago(1)),
                TestItem.pattern("undated").without("timestamp").without("evolution"));

        assertThat(prune.found(Finding.Kind.UNDATED)).containsExactly("debugger/pattern/undated");
    }

    @Test
    void agentWithItsOwnAges_isJudgedByThem_andOthersAreNot() throws IOException {
        PrunePolicy.Ages week = new PrunePolicy.Ages(
                Duration.ofDays(7), Optional.of(Duration.ofDays(7)), Duration.ofDays(7), Duration.ofDays(7));
        PrunePolicy policy = new PrunePolicy(
                DEFAULT.strategies(),
                DEFAULT.ages(),
                DEFAULT.quality(),
                DEFAULT.space(),
                Map.of("hasty", new PrunePolicy.OfAgent(week, 1_000_000)));
        store.put(
                        "hasty/solutions.json",
                        TestItem.solution("a").with("timestamp", ago(900)).with("lastUsed", ago(8)))
                .put(
                        "patient/solutions.json",
                        TestItem.solution("b").with("timestamp", ago(900)).with("lastUsed", ago(8)));

        assertThat(PlannedPrune.of(store, policy).ids()).containsExactly("a");
        RulesOfAgents rules = new RulesOfAgents(policy, TestStore.NOW);
        Item old = Item.alone(
                TestItem.solution("a")
                        .with("timestamp", ago(900))
                        .with("lastUsed", ago(8))
                        .toString()
                        .getBytes(StandardCharsets.UTF_8),
                ItemKind.SOLUTION);
        assertThat(rules.reasonFor("hasty", old)).isEqualTo(Reason.OUTDATED_SOLUTION);
        assertThat(rules.reasonFor("patient", old)).isNull();
    }

    @Test
    void itemThatWasWrittenBack_isRemovedAgain_andUnreadableRunsAreReported() throws IOException {
        store.put("debugger/solutions.json", TestItem.solution("back"), TestItem.solution("other"));
        Finding unknown = Finding.of(Finding.Kind.DAMAGED, "archives/x", "cannot be read", "mend it");
        ReappearedItems returned = new ReappearedItems() {
            @Override
            public Cause causeFor(CollectionFile file, Item item) {
                return "back".equals(item.id()) ? ReappearedItems.cause("run-1") : null;
            }

            @Override
            public List<Finding> findings() {
                return List.of(unknown);
            }
        };

        PrunePlan plan = store.plan(open -> new Pruner(DEFAULT, store.now()).plan(open, Selection.ALL, returned));

        assertThat(plan.returned()).isEqualTo(1);
        assertThat(plan.findings()).contains(unknown);
        assertThat(plan.changes().removals()).singleElement().satisfies(removal -> {
            assertThat(removal.cause().strategy()).isEqualTo("returned");
            assertThat(removal.cause().rule()).contains("written back");
        });
        assertThat(patterns(DEFAULT, TestItem.pattern("old").with("evolution.lastUsed", ago(400)))
                        .plan()
                        .returned())
                .isZero();
    }
}
