package loom.aml.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import loom.aml.TestItem;
import loom.aml.store.MemoryStore;
import loom.aml.store.Severity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passes each threshold on a real store and back again, and follows the life of an alert. */
class AlertsTest {
    @TempDir
    private Path directory;

    private WatchedStore watched;

    @BeforeEach
    void store() throws IOException {
        watched = new WatchedStore(directory);
        grow(0);
    }

    private void grow(int padding) throws IOException {
        watched.store()
                .put(
                        "debugger/patterns.json",
                        TestItem.pattern(TestItem.uuid("a")).padded(padding));
    }

    private void growTo(long bytes) throws IOException {
        grow(0);
        grow((int) (bytes - watched.store().size("debugger/patterns.json")));
        assertThat(watched.store().size("debugger/patterns.json")).isEqualTo(bytes);
    }

    private Severity severity(String cause) throws IOException {
        return watched.open(cause).map(Alert::severity).orElse(null);
    }

    @Test
    void agentMemory_warnsIsCriticalAndHeals_withHysteresis() throws IOException {
        watched.withLimits(60_000, 80_000, 1_000_000, 2_000_000);
        growTo(59_999);
        watched.observe();
        assertThat(watched.alerts().alerts()).isEmpty();
        assertThat(watched.store().has("monitoring/alerts.json")).isFalse();

        growTo(60_000);
        watched.observe();
        assertThat(severity("agent_memory/debugger")).isEqualTo(Severity.WARNING);
        assertThat(watched.delivered()).containsExactly("raised agent_memory/debugger");
        String id = watched.open("agent_memory/debugger").orElseThrow().id();

        growTo(80_000);
        watched.observe();
        assertThat(severity("agent_memory/debugger")).isEqualTo(Severity.CRITICAL);
        assertThat(watched.delivered()).containsExactly("worse agent_memory/debugger");

        growTo(77_000);
        watched.observe();
        assertThat(severity("agent_memory/debugger")).isEqualTo(Severity.CRITICAL);
        growTo(76_000);
        watched.observe();
        assertThat(severity("agent_memory/debugger")).isEqualTo(Severity.WARNING);
        growTo(57_001);
        watched.observe();
        Alert alert = watched.open("agent_memory/debugger").orElseThrow();
        assertThat(alert.id()).isEqualTo(id);
        assertThat(alert.count()).isEqualTo(5);
        assertThat(watched.delivered()).isEmpty();

        growTo(57_000);
        watched.observe();
        assertThat(watched.open("agent_memory/debugger")).isEmpty();
        assertThat(watched.delivered()).containsExactly("resolved agent_memory/debugger");
    }

    @Test
    void totalMemory_warnsIsCriticalAndHeals() throws IOException {
        watched.withLimits(1_000_000, 2_000_000, 60_000, 80_000);
        growTo(60_000);
        watched.observe();
        assertThat(severity("total_memory")).isEqualTo(Severity.WARNING);
        growTo(80_000);
        watched.observe();
        assertThat(severity("total_memory")).isEqualTo(Severity.CRITICAL);
        growTo(30_000);
        watched.observe();
        assertThat(severity("total_memory")).isNull();
    }

    @Test
    void queryTimeAndHitRate_areJudgedOnceThereAreQueries_andHeal() throws IOException {
        watched.neverQueried().observe();
        assertThat(watched.alerts().alerts()).isEmpty();
        watched.queried(Duration.ofMillis(101), 0.49).observe();
        assertThat(watched.delivered()).containsExactlyInAnyOrder("raised query_time", "raised hit_rate");
        watched.queried(Duration.ofMillis(96), 0.52).observe();
        assertThat(watched.delivered()).isEmpty();
        watched.neverQueried().observe();
        assertThat(watched.alerts().open()).hasSize(2);
        watched.queried(Duration.ofMillis(95), 0.525).observe();
        assertThat(watched.delivered()).containsExactlyInAnyOrder("resolved query_time", "resolved hit_rate");
    }

    @Test
    void corruptCollection_isAnErrorUntilItIsRepaired() throws IOException {
        watched.store().put("tester/solutions.json", "[{\"id\": \"cut");
        watched.observe();
        Alert alert = watched.open("corrupt/tester/solutions.json").orElseThrow();
        assertThat(alert.severity()).isEqualTo(Severity.ERROR);
        assertThat(alert.advice()).contains("--repair");
        watched.store().put("tester/solutions.json", "[]");
        watched.observe();
        assertThat(watched.delivered())
                .containsExactly("raised corrupt/tester/solutions.json", "resolved corrupt/tester/solutions.json");
    }

    @Test
    void failedBackup_isAnErrorUntilOneSucceeds() throws IOException {
        watched.backedUp(Optional.empty(), "no space left").observe();
        assertThat(severity("backup")).isEqualTo(Severity.ERROR);
        assertThat(watched.open("backup").orElseThrow().seen()).isEqualTo("no space left");
        watched.backedUp(Optional.of(Duration.ofHours(1)), "").observe();
        assertThat(watched.delivered()).containsExactly("raised backup", "resolved backup");
    }

    @Test
    void runtimeCaps_raiseAnAlertAtNinetyPercent() throws IOException {
        watched.withCaps(new MonitorPolicy.Caps(10, 10, 10));
        TestItem[] nine = new TestItem[9];
        for (int i = 0; i < nine.length; i++) {
            nine[i] = TestItem.solution(TestItem.uuid("s" + i));
        }
        watched.store().put("debugger/solutions.json", nine);
        watched.observe();
        assertThat(severity("runtime_cap/debugger/solutions")).isEqualTo(Severity.INFO);
        watched.store().put("debugger/solutions.json", nine[0], nine[1]);
        watched.observe();
        assertThat(watched.delivered())
                .containsExactly("raised runtime_cap/debugger/solutions", "resolved runtime_cap/debugger/solutions");
    }

    @Test
    void runtimeCaps_comeFromTheRuntimesConfiguration_wherePresent() throws IOException {
        watched.withCaps(new MonitorPolicy.Caps(10, 10, 10));
        TestItem[] nine = new TestItem[9];
        for (int i = 0; i < nine.length; i++) {
            nine[i] = TestItem.solution(TestItem.uuid("s" + i));
        }
        watched.store()
                .put("debugger/solutions.json", nine)
                .put("config.json", "{\"agentOverrides\": {\"debugger\": {\"maxSolutionCount\": 1000}}}");
        watched.observe();
        assertThat(watched.alerts().open()).isEmpty();
        watched.store().put("config.json", "{\"agentOverrides\": {\"debugger\": {\"maxSolutionCount\": 9}}}");
        watched.observe();
        assertThat(watched.open("runtime_cap/debugger/solutions").orElseThrow().title())
                .isEqualTo("the runtime drops solutions of debugger beyond 9");
        for (String silent : new String[] {"{\"agentOverrides\": {\"debugger\": {\"enabled\": true}}}", "no json"}) {
            watched.store().put("config.json", silent);
            watched.observe();
            assertThat(watched.open("runtime_cap/debugger/solutions")
                            .orElseThrow()
                            .title())
                    .endsWith("beyond 10");
        }
    }

    @Test
    void growthThatReachesALimitWithinTwoWeeks_raisesAWarning_andHeals() throws IOException {
        watched.withLimits(1_000_000, 200_000, 1_000_000, 200_000);
        for (int day = 0; day < 5; day++) {
            growTo(20_000 + day * 10_000L);
            watched.observe();
            watched.store().pass(Duration.ofHours(23));
        }
        // 60,000 now, 10,000 a day: 14 days to go to 200,000.
        assertThat(severity("growth/total")).isEqualTo(Severity.WARNING);
        assertThat(severity("growth/agent/debugger")).isEqualTo(Severity.WARNING);
        assertThat(watched.open("growth/total").orElseThrow().seen()).contains("reaches", "2026-12-11");
        for (int day = 0; day < 10; day++) {
            growTo(20_000);
            watched.observe();
            watched.store().pass(Duration.ofHours(23));
        }
        assertThat(severity("growth/total")).isNull();
        assertThat(severity("growth/agent/debugger")).isNull();
    }

    @Test
    void knownAlert_isNotDeliveredAgain_unlessItGetsWorse() throws IOException {
        watched.withLimits(10_000, 80_000, 1_000_000, 2_000_000);
        growTo(20_000);
        watched.observe();
        watched.delivered();
        keep(watched.alerts()
                .with(
                        watched.open("agent_memory/debugger").orElseThrow(),
                        Alert.State.ACKNOWLEDGED,
                        watched.store().now()));
        watched.observe();
        assertThat(watched.open("agent_memory/debugger").orElseThrow().state()).isEqualTo(Alert.State.ACKNOWLEDGED);
        assertThat(watched.delivered()).isEmpty();
        growTo(80_000);
        watched.observe();
        assertThat(watched.open("agent_memory/debugger").orElseThrow().state()).isEqualTo(Alert.State.OPEN);
        assertThat(watched.delivered()).containsExactly("worse agent_memory/debugger");
    }

    private void keep(AlertBook book) throws IOException {
        try (MemoryStore open = watched.store().open()) {
            assertThat(watched.watch(open).keep(book)).isEmpty();
        }
    }

    @Test
    void alertResolvedByHand_isRaisedAgainWhileItsCauseLasts_withAnotherId() throws IOException {
        watched.withLimits(10_000, 80_000, 1_000_000, 2_000_000);
        growTo(20_000);
        Set<String> ids = new HashSet<>();
        for (int i = 1; i <= 5; i++) {
            // Also at the same instant.
            watched.observe();
            watched.store().pass(Duration.ofHours(-1));
            Alert alert = watched.open("agent_memory/debugger").orElseThrow();
            ids.add(alert.id());
            assertThat(ids).hasSize(i);
            assertThat(alert.count()).isEqualTo(1);
            keep(watched.alerts()
                    .with(alert, Alert.State.RESOLVED, watched.store().now()));
        }
    }

    @Test
    void resolvedAlerts_areKeptSevenDays() throws IOException {
        watched.queried(Duration.ofMillis(500), 0.9).observe();
        watched.queried(Duration.ofMillis(5), 0.9).observe();
        Instant resolved = watched.alerts().alerts().getFirst().changed().orElseThrow();
        watched.store().pass(Duration.between(watched.store().now(), resolved.plus(Duration.ofDays(7))));
        watched.observe();
        assertThat(watched.alerts().alerts()).hasSize(1);
        watched.observe();
        assertThat(watched.alerts().alerts()).isEmpty();
    }

    @Test
    void testAlert_isReplacedByTheNext_andResolvesItselfWithoutANotice() throws IOException {
        for (int i = 0; i < 2; i++) {
            try (MemoryStore open = watched.store().open()) {
                assertThat(watched.watch(open)
                                .keep(watched.alerts().test(watched.store().now())))
                        .isEmpty();
            }
        }
        assertThat(watched.alerts().open()).hasSize(1);
        watched.observe();
        assertThat(watched.alerts().open()).isEmpty();
        assertThat(watched.delivered()).isEmpty();
    }

    @Test
    void unreadableData_resolvesNothing() throws IOException {
        watched.withCaps(new MonitorPolicy.Caps(1, 1, 1));
        watched.observe();
        assertThat(severity("runtime_cap/debugger/patterns")).isEqualTo(Severity.INFO);
        watched.store().put("debugger/patterns.json", "[{\"id\": \"cut");
        watched.observe();
        assertThat(severity("runtime_cap/debugger/patterns")).isEqualTo(Severity.INFO);
        watched.store().put("debugger/patterns.json", "[]");
        watched.observe();
        assertThat(severity("runtime_cap/debugger/patterns")).isNull();
    }

    @Test
    void resolvedAlerts_areAtMostAThousand() throws IOException {
        for (int i = 0; i < 1_010; i++) {
            watched.store().put("d" + i + "/patterns.json", "[");
        }
        watched.observe();
        assertThat(watched.alerts().open()).hasSize(1_010);
        for (int i = 0; i < 1_010; i++) {
            watched.store().put("d" + i + "/patterns.json", "[]");
        }
        watched.observe();
        assertThat(watched.alerts().alerts()).hasSize(1_000);
    }

    @Test
    void damagedAlertsFile_isSetAside_andNeverFatal() throws IOException {
        watched.store().put("monitoring/alerts.json", "{\"version\":1,\"alerts\":[{\"id\":\"x\"}]}");
        byte[] broken = watched.store().bytes("monitoring/alerts.json");
        watched.observe();
        assertThat(watched.findings()).hasSize(1);
        assertThat(watched.findings().getFirst().what()).contains("an alert without");
        try (var files = Files.list(watched.store().root().resolve("monitoring"))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("alerts.json.broken-")))
                    .singleElement()
                    .satisfies(file -> assertThat(Files.readAllBytes(file)).isEqualTo(broken));
        }
        watched.observe();
        assertThat(watched.findings()).isEmpty();
    }
}
