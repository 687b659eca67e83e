package loom.aml.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.FaultyDisk;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import loom.aml.store.StoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsHistoryTest {
    private static final MonitorPolicy.History POLICY = MonitorPolicy.DEFAULT.history();

    @TempDir
    private Path directory;

    @Test
    void history_doesNotGrowOverTenThousandAppends() throws IOException {
        MetricsHistory history = MetricsHistory.NONE;
        int longest = 0;
        for (int i = 0; i < 10_000; i++) {
            history =
                    history.with(WatchedStore.entry(TestStore.NOW.plus(Duration.ofMinutes(i)), 1_000_000 + i), POLICY);
            if (i % 1_000 == 999) {
                history = MetricsHistory.parse(history.toText());
                longest = Math.max(longest, history.toText().length());
            }
        }
        assertThat(history.entries()).hasSize(1_000);
        assertThat(history.entries().getFirst().at()).isEqualTo(TestStore.NOW.plus(Duration.ofMinutes(9_000)));
        assertThat(history.entries().getLast().bytes()).isEqualTo(1_009_999);
        assertThat(longest).isLessThan(500_000);
    }

    @Test
    void entriesCloserThanAMinute_replaceEachOther() {
        MetricsHistory history = MetricsHistory.NONE;
        for (int second = 0; second <= 600; second++) {
            history = history.with(WatchedStore.entry(TestStore.NOW.plusSeconds(second), second), POLICY);
        }
        List<Metrics> entries = history.entries();
        assertThat(entries).hasSizeBetween(10, 12);
        assertThat(entries.getLast().bytes()).isEqualTo(600);
    }

    @Test
    void entriesFromTheFuture_areReplaced() {
        MetricsHistory history = MetricsHistory.NONE
                .with(WatchedStore.entry(TestStore.NOW, 1), POLICY)
                .with(WatchedStore.entry(TestStore.NOW.plus(Duration.ofDays(36_500)), 2), POLICY)
                .with(WatchedStore.entry(TestStore.NOW.plus(Duration.ofDays(1)), 3), POLICY);
        assertThat(history.entries()).extracting(Metrics::bytes).containsExactly(1L, 3L);
    }

    @Test
    void history_isKeptWhenTheClockGoesBack_andGrowthIgnoresIt() {
        MetricsHistory history = MetricsHistory.NONE;
        for (int day = 0; day < 10; day++) {
            history = history.with(WatchedStore.entry(TestStore.NOW.plus(Duration.ofDays(day)), 1_000 + day), POLICY);
        }
        Metrics back = WatchedStore.entry(TestStore.NOW.minus(Duration.ofDays(365)), 7);

        MetricsHistory longer = history.with(back, POLICY);

        assertThat(longer.entries()).hasSize(11).startsWith(back);
        assertThat(Forecast.of(longer.entries(), back, MonitorPolicy.DEFAULT).growth())
                .isEmpty();
        assertThat(longer.with(WatchedStore.entry(TestStore.NOW.plus(Duration.ofDays(10)), 1_010), POLICY)
                        .entries())
                .hasSize(12);
    }

    @Test
    void entries_areReadAsTheyWereWritten() throws IOException {
        WatchedStore watched = new WatchedStore(directory).indexed(true, true);
        watched.store()
                .putGzip("debugger/patterns.json", TestItem.pattern(TestItem.uuid("a")))
                .put("debugger/solutions.json", "[7]");
        Observation seen = watched.observe();
        assertThat(watched.history().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.toJson())
                        .hasToString(seen.metrics().toJson().toString()));
    }

    @Test
    void reformattedHistory_isStillRead() throws IOException {
        MetricsHistory history = MetricsHistory.NONE
                .with(WatchedStore.entry(TestStore.NOW, 1_000), POLICY)
                .with(WatchedStore.entry(TestStore.NOW.plus(Duration.ofDays(1)), 2_000), POLICY);
        for (String text : List.of(
                history.toText(),
                JsonObject.parse(history.toText()).toPrettyString(),
                JsonObject.parse(history.toText()).toString(),
                history.toText().replace("},\n", "}\n,"),
                history.toText().replace("\n]}\n", "]}"))) {
            assertThat(MetricsHistory.parse(text).toText()).isEqualTo(history.toText());
        }
        assertThat(MetricsHistory.parse(MetricsHistory.NONE.toText()).entries()).isEmpty();
    }

    @Test
    void observations_leaveNoRunRecords() throws IOException {
        WatchedStore watched = new WatchedStore(directory);
        for (int i = 0; i < 5; i++) {
            watched.observe();
        }
        assertThat(watched.history().entries()).hasSize(5);
        assertThat(watched.store().history()).isEmpty();
        assertThat(watched.store().logs()).doesNotExist();
    }

    @Test
    void damagedHistory_isSetAsideWithAWarning_andNeverFatal() throws IOException {
        WatchedStore watched = new WatchedStore(directory);
        String[] broken = {
            "",
            "null",
            "[]",
            "{\"version\":2,\"entries\":[]}",
            "{\"version\":1,\"entries\":[{}]}",
            "{\"vers",
            "\u0000\u0000"
        };
        for (String text : broken) {
            watched.store().put("monitoring/metrics.json", text);
            assertThat(watched.observeOnly().findings()).as(text).hasSize(1);
            watched.observe();
            assertThat(watched.findings()).as(text).hasSize(1);
            assertThat(watched.history().entries()).as(text).hasSize(1);
            watched.observe();
            assertThat(watched.findings()).isEmpty();
        }
        List<String> aside = new ArrayList<>();
        try (var files = Files.list(watched.store().root().resolve("monitoring"))) {
            for (Path file :
                    files.filter(f -> f.toString().contains(".broken-")).toList()) {
                aside.add(Files.readString(file));
            }
        }
        assertThat(aside).containsExactlyInAnyOrder(broken);
    }

    @Test
    void historyThatCannotBeOpened_isLeftAlone_andNeverFatal() throws IOException {
        WatchedStore watched = new WatchedStore(directory);
        watched.store()
                .put("debugger/patterns.json", TestItem.pattern("a"))
                .put("monitoring/metrics.json/x", "a folder");
        watched.observe();
        assertThat(watched.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.where()).isEqualTo("monitoring/metrics.json");
            assertThat(finding.what()).contains("a directory", "neither used nor written");
        });
        assertThat(watched.store().text("monitoring/metrics.json/x")).isEqualTo("a folder");
    }

    @Test
    void crashAtAnyCall_leavesAnIntactHistory() throws IOException {
        int calls = callsOfASecondLook(directory.resolve("count"), 0);
        assertThat(calls).isGreaterThan(20);
        for (int call : CaseSample.between(1, calls)) {
            callsOfASecondLook(directory.resolve("crash" + call), call);
        }
    }

    private static int callsOfASecondLook(Path directory, int crashAt) throws IOException {
        WatchedStore watched = new WatchedStore(directory);
        watched.store().put("debugger/patterns.json", TestItem.pattern(TestItem.uuid("a")));
        watched.observe();
        Instant second = watched.store().now();
        FaultyDisk disk = new FaultyDisk();
        watched.store().on(crashAt == 0 ? disk : disk.failingAt(crashAt, FaultyDisk.Fault.KILL));
        try {
            watched.observe();
        } catch (FaultyDisk.Crash | IOException e) {
            // The assertions after the crash count.
        }
        // Waits for the lock that the dead process left behind.
        watched.store()
                .on(new LocalDisk())
                .with(StoreOptions.DEFAULT.withLockStale(Duration.ofMillis(20)).withLockWait(Duration.ofSeconds(20)));
        try (var open = watched.store().open()) {
            assertThat(open.recovered())
                    .allSatisfy(finding -> assertThat(finding.isProblem()).isFalse());
        }
        assertThat(watched.history().entries()).as("crash at call " + crashAt).hasSizeBetween(1, 2);
        assertThat(watched.store().history()).isEmpty();
        watched.observe();
        assertThat(watched.findings()).isEmpty();
        assertThat(watched.history().entries().getLast().at()).isAfterOrEqualTo(second);
        return disk.calls().size();
    }
}
