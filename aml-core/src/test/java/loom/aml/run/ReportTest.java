package loom.aml.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import loom.aml.RandomStore;
import loom.aml.TestStore;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.store.FileOutcome;
import loom.aml.store.FileOutcome.Count;
import loom.aml.store.FileOutcome.Tally;
import loom.aml.store.Finding;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports sum exactly the changes that were made. */
class ReportTest {
    private static final Tally UNUSED = new Tally("time_based", "unused_too_long");
    private static final Tally FAILED = new Tally("performance_based", "low_success_rate");

    private static FileOutcome rewritten(String path, Map<Tally, Count> removed, long before, long after) {
        return new FileOutcome(path, StoreChange.Kind.REWRITE, true, removed, 0, before, after, List.of());
    }

    private static Report report(FileOutcome... outcomes) {
        return new Report(
                "20261123T080000.000Z-beef",
                "prune",
                Report.Outcome.PARTIAL,
                List.of(outcomes),
                List.of(Finding.of(Finding.Kind.LOCKED, "c/patterns.json", "held", "wait")),
                new Report.Backup("20261123T075959.999Z-cafe", true, 700),
                TestStore.NOW,
                Duration.ofMillis(12));
    }

    private static final Report REPORT = report(
            rewritten("a/patterns.json", Map.of(UNUSED, new Count(2, 200), FAILED, new Count(1, 90)), 500, 210),
            rewritten("a/decisions.json", Map.of(UNUSED, new Count(4, 40)), 200, 160),
            rewritten("b/patterns.json", Map.of(FAILED, new Count(8, 8)), 100, 95),
            new FileOutcome("b/solutions.json", StoreChange.Kind.PUT_BACK, true, Map.of(), 3, 100, 400, List.of()),
            new FileOutcome(
                    "c/patterns.json",
                    StoreChange.Kind.REWRITE,
                    false,
                    Map.of(UNUSED, new Count(99, 9_900)),
                    0,
                    10_000,
                    100,
                    List.of()),
            new FileOutcome(
                    "pins.json", StoreChange.Kind.REMOVE, true, Map.of(UNUSED, new Count(1, 1)), 0, 9, 0, List.of()));

    @Test
    void report_sumsOnlyChangesThatWereMade() {
        assertThat(REPORT.removed()).isEqualTo(16);
        assertThat(REPORT.inserted()).isEqualTo(3);
        assertThat(REPORT.changedFiles()).isEqualTo(5);
        assertThat(REPORT.bytesFreed()).isEqualTo(290 + 40 + 5 - 300 + 9);
    }

    @Test
    void report_countsByStrategyAndReason_andByAgent() {
        assertThat(REPORT.removedByCause())
                .containsExactly(Map.entry(FAILED, new Count(9, 98)), Map.entry(UNUSED, new Count(7, 241)));
        assertThat(REPORT.removedByAgent())
                .containsExactly(
                        Map.entry("", new Count(1, 1)),
                        Map.entry("a", new Count(7, 330)),
                        Map.entry("b", new Count(8, 8)));
    }

    @Test
    void toJson_isComplete() {
        assertThat(REPORT.toJson())
                .hasToString("{\"run\":\"20261123T080000.000Z-beef\",\"operation\":\"prune\",\"outcome\":\"partial\","
                        + "\"started\":\"2026-11-23T08:00:00Z\",\"duration_ms\":12,\"items_removed\":16,"
                        + "\"items_inserted\":3,\"items_transformed\":0,\"files_changed\":5,\"files_recoded\":0,"
                        + "\"bytes_removed\":339,\"bytes_freed\":44,"
                        + "\"removed_by_cause\":["
                        + "{\"strategy\":\"performance_based\",\"reason\":\"low_success_rate\",\"items\":9,\"bytes\":98},"
                        + "{\"strategy\":\"time_based\",\"reason\":\"unused_too_long\",\"items\":7,\"bytes\":241}],"
                        + "\"removed_by_agent\":[{\"agent\":\"\",\"items\":1,\"bytes\":1},"
                        + "{\"agent\":\"a\",\"items\":7,\"bytes\":330},{\"agent\":\"b\",\"items\":8,\"bytes\":8}],"
                        + "\"backup\":{\"snapshot_id\":\"20261123T075959.999Z-cafe\",\"new\":true,\"bytes_added\":700},"
                        + "\"findings\":[{\"kind\":\"locked\",\"problem\":true,\"where\":\"c/patterns.json\",\"offset\":null,"
                        + "\"what\":\"held\",\"advice\":\"wait\"}]}");
    }

    @Test
    void toJson_showsAMissingBackup() {
        Report report =
                new Report("r", "gc", Report.Outcome.DONE, List.of(), List.of(), null, TestStore.NOW, Duration.ZERO);

        assertThat(report.toJson().toString()).contains("\"backup\":null");
    }

    @Test
    void combinedOutcome_isTheWorseOne() {
        assertThat(Report.Outcome.DONE.and(Report.Outcome.PARTIAL)).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(Report.Outcome.LOCKED.and(Report.Outcome.PARTIAL)).isEqualTo(Report.Outcome.LOCKED);
        assertThat(Report.Outcome.LOCKED.and(Report.Outcome.FAILED)).isEqualTo(Report.Outcome.FAILED);
        assertThat(Report.Outcome.DONE.and(Report.Outcome.DONE)).isEqualTo(Report.Outcome.DONE);
    }

    @Test
    void report_ofARealRunAddsUp(@TempDir Path directory) throws IOException {
        long seed = 4;
        TestStore store = TestStore.in(directory);
        RandomStore.fill(store, new Random(seed));
        long before = bytes(store);

        Report report = store.run(open -> new Pruner(PrunePolicy.DEFAULT.withLimits(20_000, 800_000), store.now())
                .plan(open, Selection.ALL, ReappearedItems.NONE));

        assertThat(report.removed()).as("seed %d", seed).isPositive();
        assertThat(report.removedByCause().values().stream()
                        .mapToInt(Count::items)
                        .sum())
                .isEqualTo(report.removed());
        assertThat(report.removedByAgent().values().stream()
                        .mapToInt(Count::items)
                        .sum())
                .isEqualTo(report.removed());
        assertThat(report.removedByCause().values().stream()
                        .mapToLong(Count::bytes)
                        .sum())
                .isEqualTo(report.removedByAgent().values().stream()
                        .mapToLong(Count::bytes)
                        .sum());
        assertThat(report.outcomes().stream()
                        .mapToInt(FileOutcome::removedItems)
                        .sum())
                .isEqualTo(report.removed());
        assertThat(report.bytesFreed()).isEqualTo(before - bytes(store));
    }

    private static long bytes(TestStore store) throws IOException {
        try (var open = store.openReadOnly()) {
            return open.list().collectionBytes();
        }
    }
}
