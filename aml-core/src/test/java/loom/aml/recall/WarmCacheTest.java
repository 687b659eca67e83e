package loom.aml.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKind;
import loom.aml.store.StoreOptions;
import loom.aml.store.StorePaths;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache is bounded, counted, and warmed at start. */
class WarmCacheTest {
    private static final long SEED = 20_261_126;
    private static final String PATTERNS = "debugger/patterns.json";

    @TempDir
    private Path directory;

    private Host host;
    private TestStore store;

    @BeforeEach
    void makeStore() {
        host = new Host(directory);
        store = host.store;
    }

    private static TestItem pattern(String id, double confidence, double success) {
        return TestItem.pattern(id)
                .with("evolution.confidenceScore", confidence)
                .with("metrics.successRate", success);
    }

    private List<String> ids(WarmList list) {
        return list.entries().stream().map(WarmList.Entry::id).toList();
    }

    @Test
    void warming_selectsItemsOfProvenValue_bestFirst() throws IOException {
        store.put(
                        PATTERNS,
                        pattern("good", 0.8, 0.8),
                        pattern("best", 0.9, 1),
                        pattern("doubtful", 0.69, 1),
                        pattern("unlucky", 1, 0.69),
                        pattern("just", 0.7, 0.7),
                        TestItem.pattern("silent").without("metrics").without("evolution"))
                .putGzip("reviewer/patterns.json", pattern("better", 0.9, 0.9))
                .put("reviewer/solutions.json", TestItem.solution("s"));

        assertThat(ids(host.keepWarm(RecallPolicy.DEFAULT))).containsExactly("best", "better", "good", "just");
    }

    @Test
    void warming_fillsAtMostItsShareOfTheCache() throws IOException {
        List<TestItem> items = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            items.add(pattern("p" + i, 0.7 + i / 1000.0, 0.9).padded(500));
        }
        store.put(PATTERNS, items.toArray(TestItem[]::new));
        RecallPolicy policy = RecallPolicy.DEFAULT.withCacheBytes(50_000);

        WarmList list = host.keepWarm(policy);

        assertThat(list.bytes()).isBetween(36_000L, 40_000L);
        assertThat(ids(list).getFirst()).isEqualTo("p99");
        try (Recall recall = host.open(policy)) {
            assertThat(recall.warm()).isEqualTo(list.entries().size());
            assertThat(recall.statistics().bytes()).isEqualTo(list.bytes());
            assertThat(recall.statistics().evictions()).isZero();
        }
    }

    @Test
    void warmedHost_hasTheItemsCached() throws IOException {
        store.put(PATTERNS, pattern("a", 0.9, 0.9), pattern("b", 0.2, 0.9))
                .putGzip("reviewer/patterns.json", pattern("c", 0.9, 0.9), pattern("d", 0.9, 0.8));
        host.keepWarm(RecallPolicy.DEFAULT);
        store.rewrite("reviewer/patterns.json", TestItem.collection(pattern("c", 0.9, 0.9)));
        try (Recall recall = host.open()) {
            assertThat(recall.warm()).as("d is gone").isEqualTo(2);

            assertThat(recall.get("debugger", ItemKind.PATTERN, "a")).isPresent();
            assertThat(recall.get("reviewer", ItemKind.PATTERN, "c")).isPresent();
            assertThat(recall.statistics().hits()).isEqualTo(2);
            assertThat(recall.get("debugger", ItemKind.PATTERN, "b")).isPresent();
            assertThat(recall.statistics().misses()).isEqualTo(1);
        }
    }

    @Test
    void damagedOrOutdatedWarmList_isIgnored() throws IOException {
        store.put(PATTERNS, pattern("a", 0.9, 0.9));
        host.keepWarm(RecallPolicy.DEFAULT);
        byte[] whole = Files.readAllBytes(host.state("warm.json"));
        try (Recall recall = host.open()) {
            Files.write(host.state("warm.json"), Arrays.copyOf(whole, whole.length / 2));
            assertThat(recall.warm()).isZero();
            Files.writeString(
                    host.state("warm.json"),
                    "{\"items\": [{\"agent\": \"../x\", \"kind\": \"pattern\", \"id\": \"a\"}, {\"kind\": 3}, {}]}");
            assertThat(recall.warm()).isZero();
            Files.delete(host.state("warm.json"));
            assertThat(recall.warm()).isZero();
        }
    }

    @Test
    void unreadableFile_isReported_andTheOthersAreListed() throws IOException {
        store.put(PATTERNS, pattern("a", 0.9, 0.9)).put("broken/patterns.json", "[{\"id\": ");

        WarmList list = host.keepWarm(RecallPolicy.DEFAULT);

        assertThat(ids(list)).containsExactly("a");
        assertThat(list.findings())
                .singleElement()
                .satisfies(f -> assertThat(f.where()).isEqualTo("broken/patterns.json"));
    }

    @Test
    void cache_neverExceedsItsLimit_andCountsEvictions() throws IOException {
        List<TestItem> items = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            items.add(TestItem.pattern("p" + i).padded(i * 3));
        }
        store.put(PATTERNS, items.toArray(TestItem[]::new));
        try (Recall recall = host.open(RecallPolicy.DEFAULT.withCacheBytes(60_000))) {
            for (int i = 0; i < 200; i++) {
                recall.get("debugger", ItemKind.PATTERN, "p" + i);
                assertThat(recall.statistics().bytes()).isLessThanOrEqualTo(60_000);
            }
            CacheStatistics statistics = recall.statistics();
            assertThat(statistics.misses()).isEqualTo(200);
            assertThat(statistics.items() + statistics.evictions()).isEqualTo(200);
            assertThat(statistics.evictions()).isPositive();
        }
    }

    /** Requests follow Zipf's law with s = 1.1; a seventh of the store fits into the cache. */
    @Test
    void zipfTrace_hasAHitRateOf80Percent() throws IOException {
        int count = 10_000;
        Random random = new Random(SEED);
        List<TestItem> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(TestItem.pattern("p" + i).padded(random.nextInt(800)));
        }
        store.put(PATTERNS, items.toArray(TestItem[]::new));
        List<Integer> byRank = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(byRank, random);
        Zipf zipf = new Zipf(count, 1.1);
        try (Recall recall = host.open(RecallPolicy.DEFAULT.withCacheBytes(store.size(PATTERNS) / 7))) {
            for (int i = 0; i < 40_000; i++) {
                recall.get("debugger", ItemKind.PATTERN, "p" + byRank.get(zipf.next(random)));
            }
            CacheStatistics warm = recall.statistics();
            for (int i = 0; i < 40_000; i++) {
                recall.get("debugger", ItemKind.PATTERN, "p" + byRank.get(zipf.next(random)));
            }
            CacheStatistics all = recall.statistics();
            double rate = (double) (all.hits() - warm.hits()) / 40_000;
            System.out.printf("zipf 1.1, cache for a seventh: %.1f %% at hand%n", 100 * rate);
            assertThat(rate).as("seed %d", SEED).isGreaterThan(0.8);
        }
    }

    @Test
    void statistics_outliveTheProcess_andAddUp() throws IOException {
        store.put(PATTERNS, pattern("a", 0.9, 0.9));
        for (int process = 0; process < 2; process++) {
            try (Recall recall = host.open()) {
                for (int i = 0; i < 4; i++) {
                    recall.get("debugger", ItemKind.PATTERN, "a");
                }
            }
        }

        RecallStatistics statistics = statistics().orElseThrow();
        assertThat(statistics.hits()).isEqualTo(6);
        assertThat(statistics.misses()).isEqualTo(2);
        assertThat(statistics.hitRate()).hasValue(0.75);
        assertThat(statistics.at()).isEqualTo(store.now());
        assertThat(statistics.bytes()).isPositive();
    }

    private Optional<RecallStatistics> statistics() {
        return RecallStatistics.of(new StorePaths(new LocalDisk(), store.root(), StoreOptions.DEFAULT));
    }

    @Test
    void statistics_areWrittenOnceAMinute() throws IOException {
        store.put(PATTERNS, pattern("a", 0.9, 0.9));
        try (Recall recall = host.open()) {
            recall.get("debugger", ItemKind.PATTERN, "a");
            host.pass(Duration.ofSeconds(30));
            recall.get("debugger", ItemKind.PATTERN, "a");
            assertThat(statistics()).isEmpty();
            host.pass(Duration.ofSeconds(31));
            recall.get("debugger", ItemKind.PATTERN, "a");
            assertThat(statistics()).isPresent();
        }
        assertThat(statistics().orElseThrow().hits()).isEqualTo(2);
    }

    @Test
    void hostWithoutRequests_writesNothing() throws IOException {
        store.put(PATTERNS, pattern("a", 0.9, 0.9));
        host.open().close();

        assertThat(host.state("statistics.json")).doesNotExist();
    }

    @Test
    void damagedStatistics_areIgnored_andStartOver() throws IOException {
        store.put(PATTERNS, pattern("a", 0.9, 0.9));
        for (String damaged :
                List.of("", "{", "[]", "{\"hits\": -3, \"at\": \"2026-11-23T08:00:00Z\"}", "{\"hits\": 1}")) {
            try (Recall recall = host.open()) {
                recall.get("debugger", ItemKind.PATTERN, "a");
            }
            Files.writeString(host.state("statistics.json"), damaged);
            try (Recall recall = host.open()) {
                recall.get("debugger", ItemKind.PATTERN, "a");
            }
            assertThat(statistics().orElseThrow().misses()).as(damaged).isEqualTo(1);
        }
    }

    @Test
    void statistics_weighRecentActivityMore() {
        RecallStatistics long_ago = new RecallStatistics(0, 1_000_000, 0, 0, 0, Duration.ZERO, TestStore.NOW);
        RecallStatistics sum = long_ago;
        for (int i = 0; i < 20; i++) {
            sum = sum.plus(new RecallStatistics(5_000, 0, 0, 0, 1, Duration.ofMillis(2), TestStore.NOW));
        }

        assertThat(sum.hitRate().orElseThrow()).isGreaterThan(0.9);
        assertThat(sum.meanSearchTime()).contains(Duration.ofMillis(2));
    }

    @Test
    void hostWithoutWriteAccess_worksNormally() throws IOException {
        store.put(PATTERNS, pattern("a", 0.9, 0.9));
        Files.writeString(store.root().resolveSibling("memory-state"), "no folder");
        try (Recall recall = host.open()) {
            assertThat(recall.get("debugger", ItemKind.PATTERN, "a")).isPresent();
            assertThat(recall.warm()).isZero();
            assertThat(recall.exists("a")).isTrue();
        }
    }
}
