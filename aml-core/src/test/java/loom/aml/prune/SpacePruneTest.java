package loom.aml.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.run.Report;
import loom.aml.store.CollectionChange;
import loom.aml.store.Finding;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pruning for space: when, how much, in which order, and what is never removed. */
class SpacePruneTest {
    private static final PrunePolicy SPACE = PrunePolicy.DEFAULT.withStrategies(Set.of(Strategy.SPACE_BASED));
    private static final long NO_LIMIT = Long.MAX_VALUE;
    private static final long SEED = 85;

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    /** Returns a pattern of a little over 2,000 bytes with the value {@code 0.4 success + 0.3 * 0.5}. */
    private static TestItem large(String id, double success) {
        return TestItem.pattern(id)
                .with("metrics.successRate", success)
                .with("metrics.executionCount", 0)
                .with("metrics.avgTimeSavedMs", 0)
                .with("evolution.confidenceScore", 0.5)
                .padded(1_000);
    }

    private static TestItem[] large(int count) {
        TestItem[] patterns = new TestItem[count];
        for (int i = 0; i < count; i++) {
            // Shuffled, because the order in the file must not matter.
            int rank = (i * 7 + 3) % count;
            patterns[i] = large("rank " + rank, 0.2 + 0.005 * rank);
        }
        return patterns;
    }

    private Report execute(PrunePolicy policy) throws IOException {
        return store.run(open -> new Pruner(policy, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE));
    }

    private long bytesOf(String agent) throws IOException {
        try (var open = store.openReadOnly()) {
            return open.list().bytesOf(agent);
        }
    }

    @Test
    void agentAtItsLimit_isNotPruned() throws IOException {
        store.put("big/patterns.json", large(10)).put("big/metrics.json", "{}");
        long size = bytesOf("big");

        assertThat(PlannedPrune.of(store, SPACE.withLimits(size, NO_LIMIT)).ids())
                .isEmpty();
        assertThat(PlannedPrune.of(store, SPACE.withLimits(size - 1, NO_LIMIT)).ids())
                .as("one byte over the limit, whichever file of the agent it stands in")
                .hasSize(3);
    }

    @Test
    void agentOverItsLimit_isReducedTo70Percent_leastValuableFirst() throws IOException {
        store.put("big/patterns.json", large(40)).put("small/patterns.json", large(2));
        long limit = bytesOf("big") - 1;

        Report report = execute(SPACE.withLimits(limit, NO_LIMIT));

        long target = (long) (limit * 0.7);
        long largest = large("rank 10", 0.5).toString().length() + 4L;
        assertThat(bytesOf("big")).isBetween(target - largest, target);
        assertThat(report.removed()).isEqualTo(12);
        assertThat(store.ids("big/patterns.json"))
                .noneMatch(id -> Integer.parseInt(id.substring(5)) < 12)
                .hasSize(28);
        assertThat(store.ids("small/patterns.json")).hasSize(2);
    }

    @Test
    void sizeOfADamagedFile_isNotCompensatedByValidItems() throws IOException {
        store.put("big/patterns.json", large(10)).put("small/patterns.json", large(10));
        long all = bytesOf("big") + bytesOf("small");
        store.put("big/solutions.json", "[" + " ".repeat(1_000_000));

        assertThat(PlannedPrune.of(store, SPACE.withLimits(all, NO_LIMIT)).ids())
                .isEmpty();
        assertThat(PlannedPrune.of(store, SPACE.withLimits(NO_LIMIT, all)).ids())
                .isEmpty();
    }

    @Test
    void removal_stopsWhenTheTargetIsReached() throws IOException {
        store.put("big/patterns.json", large(3));
        long patterns = bytesOf("big");
        long first = large("rank 0", 0.2).toString().length() + 3L;
        long size = patterns;
        while ((long) ((size - 1) * 0.7) != size - first) {
            size++;
        }
        store.put("big/context.json", " ".repeat((int) (size - patterns)));

        PlannedPrune prune = PlannedPrune.of(store, SPACE.withLimits(size - 1, NO_LIMIT));

        assertThat(prune.ids()).containsExactly("rank 0");
    }

    @Test
    void value_combinesSuccessConfidenceUseAndTimeSaved() throws IOException {
        Random random = new Random(SEED);
        record Scored(String id, double score) {}
        List<Scored> scored = new ArrayList<>();
        TestItem[] patterns = new TestItem[60];
        for (int i = 0; i < patterns.length; i++) {
            double success = random.nextInt(101) / 100.0;
            double confidence = random.nextInt(80) / 100.0;
            int executions = random.nextInt(120);
            int saved = random.nextInt(2_500);
            TestItem.Shape shape = i % 2 == 0 ? TestItem.Shape.V1_0_0 : TestItem.Shape.V2_0_0;
            patterns[i] = TestItem.pattern(shape, "p" + i)
                    .with("metrics.successRate", success)
                    .with("evolution.confidenceScore", confidence)
                    .with("metrics.executionCount", executions)
                    .with("metrics.avgTimeSavedMs", saved);
            scored.add(new Scored(
                    "p" + i,
                    0.4 * success
                            + 0.3 * confidence
                            + 0.2 * Math.min(executions / 50.0, 1)
                            + 0.1 * Math.min(saved / 1_000.0, 1)));
        }
        store.put("big/patterns.json", patterns);
        scored.sort(Comparator.comparingDouble(Scored::score));

        PlannedPrune prune = PlannedPrune.of(store, SPACE.withLimits(bytesOf("big") - 1, NO_LIMIT));

        assertThat(prune.ids().size()).as("seed %d", SEED).isBetween(15, 22);
        assertThat(prune.ids())
                .as("seed %d", SEED)
                .containsExactlyInAnyOrderElementsOf(
                        scored.subList(0, prune.ids().size()).stream()
                                .map(Scored::id)
                                .toList());
    }

    @Test
    void protectedItems_areNeverRemoved_andReported() throws IOException {
        store.put("config/pins.json", "{\"version\": 1, \"pins\": [{\"id\": \"pinned\"}]}")
                .put(
                        "big/patterns.json",
                        large("pinned", 0),
                        large("confidence 0.85", 0).with("evolution.confidenceScore", 0.85),
                        large("confidence 0.8499", 0).with("evolution.confidenceScore", 0.8499),
                        large("value 0.85", 1)
                                .with("metrics.executionCount", 50)
                                .with("metrics.avgTimeSavedMs", 1_000),
                        large("value 0.8499", 1)
                                .with("metrics.executionCount", 50)
                                .with("metrics.avgTimeSavedMs", 999));

        PrunePolicy policy = SPACE.withLimits(1_000, NO_LIMIT);
        Report report = execute(policy);

        assertThat(store.ids("big/patterns.json")).containsExactly("pinned", "confidence 0.85", "value 0.85");
        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.LIMIT_UNREACHABLE);
            assertThat(finding.where()).isEqualTo("big");
            assertThat(finding.what())
                    .contains(String.format(Locale.ROOT, "%,d bytes", bytesOf("big")))
                    .contains("target of 700");
        });
    }

    @Test
    void patternsWithoutMetrics_areRemovedFirst() throws IOException {
        store.put(
                "big/patterns.json",
                large("poor", 0.01),
                TestItem.pattern("silent")
                        .without("metrics")
                        .without("evolution")
                        .padded(3_000));

        assertThat(PlannedPrune.of(store, SPACE.withLimits(bytesOf("big") - 1, NO_LIMIT))
                        .ids())
                .containsExactly("silent");
    }

    @Test
    void equalPatterns_areRemovedInFileOrder() throws IOException {
        store.put("big/patterns.json", large("a", 0.5), large("b", 0.5), large("c", 0.5), large("d", 0.5));

        assertThat(PlannedPrune.of(store, SPACE.withLimits(bytesOf("big") - 1, NO_LIMIT))
                        .ids())
                .containsExactly("a", "b");
    }

    @Test
    void decisionsAreCompressedFirst_andNoPatternIsRemovedIfThatIsEnough() throws IOException {
        TestItem[] decisions = new TestItem[30];
        for (int i = 0; i < decisions.length; i++) {
            decisions[i] = TestItem.decision("d" + i).padded(500);
        }
        store.put("big/decisions.json", decisions).put("big/patterns.json", large(10));
        String before = store.text("big/decisions.json");
        byte[] patterns = store.bytes("big/patterns.json");

        Report report = execute(SPACE.withLimits(bytesOf("big") - 1, NO_LIMIT));

        assertThat(store.isGzip("big/decisions.json")).isTrue();
        assertThat(store.text("big/decisions.json")).isEqualTo(before);
        assertThat(store.bytes("big/patterns.json")).isEqualTo(patterns);
        assertThat(report.removed()).isZero();
        assertThat(report.changedFiles()).isEqualTo(1);
        assertThat(report.bytesFreed()).isEqualTo(before.length() - store.size("big/decisions.json"));
    }

    @Test
    void compression_stopsWhenTheTargetIsReached() throws IOException {
        store.put("big/decisions.json", TestItem.decision("d").padded(9_000))
                .put("big/decisions.json.gz", TestItem.decision("e").padded(9_000));

        PrunePlan plan = PlannedPrune.of(store, SPACE.withLimits(bytesOf("big") - 1, NO_LIMIT))
                .plan();

        assertThat(plan.changes().changes()).extracting(StoreChange::path).containsExactly("big/decisions.json");
    }

    @Test
    void patternsAreRemoved_ifCompressedDecisionsAreNotEnough() throws IOException {
        TestItem[] decisions = new TestItem[8];
        for (int i = 0; i < decisions.length; i++) {
            decisions[i] = TestItem.decision("d" + i).with("x_noise", noise(i));
        }
        store.put("big/decisions.json", decisions).put("big/patterns.json", large(40));
        long limit = bytesOf("big") - 1;

        execute(SPACE.withLimits(limit, NO_LIMIT));

        long target = (long) (limit * 0.7);
        assertThat(store.isGzip("big/decisions.json")).isTrue();
        assertThat(store.ids("big/decisions.json")).hasSize(8);
        assertThat((double) bytesOf("big")).isBetween(target * 0.95, target * 1.01);
    }

    private static String noise(int seed) {
        Random random = new Random(seed);
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            noise.append((char) ('a' + random.nextInt(26)));
        }
        return noise.toString();
    }

    @Test
    void decisionsStayPlain_ifCompressionSavesNothing() throws IOException {
        store.put("big/decisions.json", "[7]").put("big/patterns.json", large(10));

        PrunePlan plan = PlannedPrune.of(store, SPACE.withLimits(bytesOf("big") - 1, NO_LIMIT))
                .plan();

        assertThat(plan.changes().changes())
                .singleElement()
                .isInstanceOfSatisfying(
                        CollectionChange.Rewrite.class,
                        rewrite -> assertThat(rewrite.path()).isEqualTo("big/patterns.json"));
    }

    @Test
    void solutionsAndDecisions_areNeverRemovedForSpace() throws IOException {
        store.put("big/solutions.json", TestItem.solution("s").padded(5_000))
                .putGzip("big/decisions.json", TestItem.decision("d").with("x_noise", noise(1)));

        PlannedPrune prune = PlannedPrune.of(store, SPACE.withLimits(10, NO_LIMIT));

        assertThat(prune.plan().changes().isEmpty()).isTrue();
        assertThat(prune.found(Finding.Kind.LIMIT_UNREACHABLE)).containsExactly("big");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void target_isReachedWithinAFewPercent_plainAndGzip(boolean gzip) throws IOException {
        Random random = new Random(SEED);
        TestItem[] patterns = new TestItem[400];
        for (int i = 0; i < patterns.length; i++) {
            patterns[i] = large("p" + i, random.nextDouble()).padded(0).with("x_noise", noise(i));
        }
        String text = TestItem.collection(patterns);
        store.put("big/patterns.json", gzip ? TestStore.gzip(text) : text.getBytes(StandardCharsets.UTF_8))
                .put("big/context.json", "{}");
        long limit = bytesOf("big") - 1;

        execute(SPACE.withLimits(limit, NO_LIMIT));

        assertThat(store.isGzip("big/patterns.json")).isEqualTo(gzip);
        assertThat((double) bytesOf("big")).as("seed %d", SEED).isBetween(limit * 0.7 * 0.96, limit * 0.7 * 1.01);
    }

    @Test
    void space_isJudgedAfterTheOtherRules() throws IOException {
        TestItem[] patterns = large(20);
        for (int i = 0; i < 4; i++) {
            patterns[i].with("evolution.lastUsed", TestStore.NOW.minus(Duration.ofDays(91)));
        }
        store.put("big/patterns.json", patterns);
        long size = bytesOf("big");
        PrunePolicy all = PrunePolicy.DEFAULT;

        PlannedPrune enough = PlannedPrune.of(store, all.withLimits(size - 1, NO_LIMIT));
        long limit = size * 7 / 10;
        PlannedPrune notEnough = PlannedPrune.of(store, all.withLimits(limit, NO_LIMIT));

        assertThat(enough.ids()).as("removing unused items suffices").hasSize(4);
        assertThat(enough.causes().values()).containsOnly("time_based unused_too_long");
        assertThat(notEnough.causes().values())
                .containsOnly("time_based unused_too_long", "space_based memory_limit_exceeded");
        long left = size
                - notEnough
                        .plan()
                        .changes()
                        .removals()
                        .mapToLong(r -> r.length())
                        .sum();
        long target = (long) (limit * 0.7);
        assertThat(left).isBetween(target - size / 20, target);
    }

    @Test
    void everyAgentGivesAFifth_ifAllTogetherExceedTheLimit() throws IOException {
        store.put("a/patterns.json", large(20))
                .put("b/patterns.json", large(30))
                .put("c/patterns.json", large(2));
        long a = bytesOf("a");
        long b = bytesOf("b");
        long c = bytesOf("c");
        PrunePolicy policy = SPACE.withLimits(NO_LIMIT, a + b + c - 1);

        assertThat(PlannedPrune.of(store, SPACE.withLimits(NO_LIMIT, a + b + c)).ids())
                .as("at the limit")
                .isEmpty();
        execute(policy);

        assertThat(bytesOf("a")).isBetween((long) (a * 0.8) - a / 20, (long) (a * 0.8));
        assertThat(bytesOf("b")).isBetween((long) (b * 0.8) - b / 30, (long) (b * 0.8));
        assertThat(bytesOf("c")).isLessThan((long) (c * 0.8) + 1);
    }

    @Test
    void agentOverBothLimits_isReducedToTheLowerTarget() throws IOException {
        store.put("a/patterns.json", large(40)).put("b/patterns.json", large(10));
        long a = bytesOf("a");
        long b = bytesOf("b");

        execute(SPACE.withLimits(a - 1, a + b - 1));

        assertThat(bytesOf("a")).isLessThanOrEqualTo((long) (a * 0.7));
        assertThat(bytesOf("b")).isBetween((long) (b * 0.65), (long) (b * 0.8));
    }

    @Test
    void removalsInAllAgents_countBeforeTheTotalLimitApplies() throws IOException {
        TestItem[] unused = large(10);
        for (TestItem pattern : unused) {
            pattern.with("evolution.lastUsed", TestStore.NOW.minus(Duration.ofDays(91)));
        }
        store.put("a/patterns.json", unused).put("b/patterns.json", large(10));

        PlannedPrune prune =
                PlannedPrune.of(store, PrunePolicy.DEFAULT.withLimits(NO_LIMIT, bytesOf("a") + bytesOf("b") - 1));

        assertThat(prune.causes().values())
                .containsOnly("time_based unused_too_long")
                .hasSize(10);
    }

    @Test
    void onlySelectedAgentsArePruned_butAllAreCounted() throws IOException {
        store.put("a/patterns.json", large(10)).put("b/patterns.json", large(10));
        PrunePolicy policy = SPACE.withLimits(NO_LIMIT, 100);

        PlannedPrune prune = PlannedPrune.of(store, policy, Selection.ofAgents(Set.of("b")));

        assertThat(prune.plan().changes().changes())
                .extracting(StoreChange::path)
                .containsExactly("b/patterns.json");
    }

    @Test
    void space_isJudgedOnlyIfSelected() throws IOException {
        store.put("big/patterns.json", large(10));
        PrunePolicy others = PrunePolicy.DEFAULT
                .withStrategies(Set.of(Strategy.TIME_BASED, Strategy.PERFORMANCE_BASED))
                .withLimits(10, 10);

        PrunePlan plan = PlannedPrune.of(store, others).plan();

        assertThat(plan.changes().isEmpty()).isTrue();
        assertThat(plan.findings()).isEmpty();
    }

    @Test
    void damagedFiles_areLeftUnchanged() throws IOException {
        store.put("big/patterns.json", large(10)).put("big/solutions.json", "[{" + " ".repeat(20_000));
        byte[] damaged = store.bytes("big/solutions.json");

        Report report = execute(SPACE.withLimits(15_000, NO_LIMIT));

        assertThat(store.bytes("big/solutions.json")).isEqualTo(damaged);
        assertThat(store.size("big/patterns.json")).isBetween(8_000L, 10_500L);
        assertThat(report.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.DAMAGED);
    }

    @Test
    void explanation_containsTheValueAndTheTarget() throws IOException {
        store.put("a/patterns.json", large(4)).put("b/patterns.json", large("worthless", 0.25));
        long size = bytesOf("a");

        PlannedPrune prune = PlannedPrune.of(store, SPACE.withLimits(size - 1, NO_LIMIT));

        assertThat(prune.explanations().get("rank 0").toJson().toString())
                .contains("\"strategy\":\"space_based\",\"reason\":\"memory_limit_exceeded\"")
                .contains("pattern of low value in a memory over its limit")
                .contains("\"value_score\":0.23")
                .endsWith("\"agent_bytes\":" + size + ",\"target_bytes\":" + (long) ((size - 1) * 0.7) + "}}");
    }

    @Test
    void explanation_namesTheTargetAfterTheOtherRules() throws IOException {
        TestItem[] patterns = large(20);
        for (int i = 0; i < 2; i++) {
            patterns[i].with("evolution.lastUsed", TestStore.NOW.minus(Duration.ofDays(91)));
        }
        store.put("a/patterns.json", patterns).put("b/patterns.json", large(1));
        long a = bytesOf("a");
        // Before the unused items are removed, both limits are exceeded; afterwards only the agent's, which requires
        // less.
        long limit = a * 88 / 100;
        PrunePolicy policy = PrunePolicy.DEFAULT.withLimits(limit, a + bytesOf("b") - 1);

        PlannedPrune prune = PlannedPrune.of(store, policy);

        assertThat(prune.explanations().values())
                .filteredOn(one -> one.cause().strategy().equals("space_based"))
                .isNotEmpty()
                .allSatisfy(
                        one -> assertThat(one.values().number("target_bytes")).isEqualTo((long) (limit * 0.7)));
    }

    @Test
    void agentAtItsLimit_isNotPruned_evenIfAnotherAgentIsOver() throws IOException {
        store.put("big/patterns.json", large(10)).put("small/patterns.json", large(3));

        assertThat(PlannedPrune.of(store, SPACE.withLimits(bytesOf("big") - 1, NO_LIMIT))
                        .plan()
                        .changes()
                        .changes())
                .extracting(StoreChange::path)
                .containsExactly("big/patterns.json");
    }

    @Test
    void savingOfCompression_countsRemainingDecisionsOnly() throws IOException {
        TestItem[] decisions = new TestItem[10];
        for (int i = 0; i < decisions.length; i++) {
            decisions[i] = TestItem.decision("d" + i).with("x_noise", noise(i));
        }
        // All but one are removed by age, so compression can save at most the size of that one.
        for (int i = 1; i < decisions.length; i++) {
            decisions[i].with("timestamp", TestStore.NOW.minus(Duration.ofDays(200)));
        }
        store.put("big/decisions.json", decisions).put("big/patterns.json", large(40));
        PrunePolicy both = PrunePolicy.DEFAULT.withStrategies(Set.of(Strategy.TIME_BASED, Strategy.SPACE_BASED));
        long patterns = store.size("big/patterns.json");

        execute(both.withLimits(patterns, NO_LIMIT));

        assertThat((double) bytesOf("big")).isBetween(patterns * 0.7 * 0.95, patterns * 0.7);
    }
}
