package loom.aml.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import loom.aml.SharedFixtures;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.maintain.PolicyJudge;
import loom.aml.prune.PrunePolicy;
import loom.aml.store.MemoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {
    @TempDir
    private Path directory;

    private WatchedStore watched;

    @BeforeEach
    void store() {
        watched = new WatchedStore(directory);
    }

    private static TestItem pattern(String name) {
        return TestItem.pattern(TestItem.uuid(name));
    }

    @Test
    void metrics_areCountedNotEstimated() throws IOException {
        watched.store()
                .put("debugger/patterns.json", pattern("a"), pattern("b").padded(500))
                .put("debugger/context.json", "{}")
                .putGzip(
                        "tester/solutions.json",
                        TestItem.solution(TestItem.uuid("s")).padded(5_000))
                .put("tester/decisions.json", TestItem.decision(TestItem.uuid("d")));
        Metrics metrics = watched.indexed(true, true).observeOnly().metrics();

        long debugger = watched.store().size("debugger/patterns.json") + 2;
        long tester =
                watched.store().size("tester/solutions.json") + watched.store().size("tester/decisions.json");
        assertThat(metrics.bytes()).isEqualTo(debugger + tester);
        assertThat(metrics.agents()).isEqualTo(2);
        assertThat(metrics.count(ItemKind.PATTERN)).isEqualTo(2);
        assertThat(metrics.count(ItemKind.SOLUTION)).isEqualTo(1);
        assertThat(metrics.count(ItemKind.DECISION)).isEqualTo(1);
        assertThat(metrics.meanPatternBytes())
                .hasValue((pattern("a").toString().length()
                                + pattern("b").padded(500).toString().length())
                        / 2.0);
        assertThat(metrics.largest()).isEqualTo("debugger");
        assertThat(metrics.largestBytes()).isEqualTo(debugger);
        assertThat(metrics.plainFiles()).isEqualTo(2);
        assertThat(metrics.compressedFiles()).isEqualTo(1);
        assertThat(metrics.compression().getAsDouble())
                .isEqualTo(
                        (double) watched.store().text("tester/solutions.json").length()
                                / watched.store().size("tester/solutions.json"));
        assertThat(metrics.indexBytes()).hasValue(4_096);
        assertThat(metrics.rotShare()).isZero();
    }

    @Test
    void metrics_ofAnEmptyStore_omitUnknownValues() throws IOException {
        JsonObject json = watched.observeOnly().metrics().toJson();
        assertThat(json.number("total_bytes")).isZero();
        for (String unknown :
                new String[] {"mean_pattern_bytes", "compression_ratio", "index_bytes", "largest_agent"}) {
            assertThat(json.has(unknown)).isTrue();
            assertThat(json.decimal(unknown)).as(unknown).isEmpty();
            assertThat(json.string(unknown)).as(unknown).isEmpty();
        }
    }

    @Test
    void rot_countsEachItemOnce_byDefect() throws IOException {
        watched.store()
                .put(
                        "debugger/patterns.json",
                        pattern("sound"),
                        pattern("stale").with("evolution.lastUsed", TestStore.NOW.minus(Duration.ofDays(91))),
                        pattern("failed").with("metrics.successRate", 0.1),
                        pattern("both")
                                .with("metrics.successRate", 0.1)
                                .with("evolution.lastUsed", TestStore.NOW.minus(Duration.ofDays(91))),
                        pattern("sound").with("metrics.executionCount", 3))
                .put(
                        "debugger/solutions.json",
                        TestItem.solution(TestItem.uuid("undated")).with("timestamp", "yesterday"),
                        TestItem.solution(TestItem.uuid("wrong")).with("effectiveness.worked", false))
                .put("debugger/decisions.json", "[\n  7\n]");
        Metrics metrics = watched.observeOnly().metrics();
        assertThat(metrics.rotten(ItemDefect.STALE)).isEqualTo(2);
        assertThat(metrics.rotten(ItemDefect.FAILED)).isEqualTo(2);
        assertThat(metrics.rotten(ItemDefect.DUPLICATE)).isEqualTo(1);
        assertThat(metrics.rotten(ItemDefect.UNDATED)).isEqualTo(1);
        assertThat(metrics.rotten(ItemDefect.UNREADABLE)).isEqualTo(1);
        assertThat(metrics.rotShare()).isEqualTo(7.0 / 8);
    }

    @Test
    void rot_includesDuplicatesAcrossTheTwoNamesOfACollection() throws IOException {
        watched.store()
                .put("debugger/patterns.json", pattern("a"), pattern("b"))
                .putGzip("debugger/patterns.json.gz", pattern("b"), pattern("c"));
        assertThat(watched.observeOnly().metrics().rotten(ItemDefect.DUPLICATE)).isEqualTo(1);
    }

    @Test
    void rot_ofADamagedFile_isEstimatedFromItsSize() throws IOException {
        watched.store().put("a/patterns.json", pattern("1"), pattern("2"), pattern("3"), pattern("4"));
        String text = watched.store().text("a/patterns.json");
        watched.store().put("b/patterns.json", text.substring(0, text.length() / 2));
        Metrics metrics = watched.observeOnly().metrics();
        assertThat(metrics.rotten(ItemDefect.UNREADABLE)).isEqualTo(2);
        assertThat(metrics.count(ItemKind.PATTERN)).isEqualTo(4);
        assertThat(metrics.rotShare()).isEqualTo(2.0 / 6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"runtime-gzip", "runtime-plain", "schema/v2.0.0"})
    void metrics_areComputedForRealStores(String fixture) throws IOException {
        TestStore store = TestStore.copyOf(SharedFixtures.require(fixture), directory.resolve("real"));
        try (MemoryStore open = store.openReadOnly()) {
            Metrics metrics = new Monitor(
                            MonitorPolicy.DEFAULT,
                            new PolicyJudge(PrunePolicy.DEFAULT, store.now()),
                            RelatedStatus.UNKNOWN,
                            store.now())
                    .observe(open, SurveyDepth.ALL)
                    .metrics();
            assertThat(metrics.bytes()).isPositive();
            assertThat(metrics.count(ItemKind.PATTERN)).isPositive();
            assertThat(metrics.rotten(ItemDefect.UNREADABLE)).isZero();
        }
    }

    @Test
    void observing_writesNothing() throws IOException {
        watched.store().put("debugger/patterns.json", pattern("a"));
        var before = watched.store().everything();
        watched.observeOnly();
        watched.health();
        assertThat(watched.store().everything()).isEqualTo(before);
    }
}
