package loom.aml.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import loom.aml.TestStore;
import loom.aml.io.LocalDisk;
import loom.aml.maintain.MaintainPolicy;
import loom.aml.maintain.Maintenance;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.store.CollectionChange;
import loom.aml.store.FileOutcome.Count;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Plan;
import loom.aml.store.PlanSummary;
import loom.aml.store.Removal;
import loom.aml.store.StoreChange;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares removals with stores whose items are labelled: every expired or invalid item is removed, and no other. */
class AccuracyTest {
    private static final long SEED = 20;
    private static final int ITEMS = 1_500;

    @TempDir
    private Path directory;

    /** The label of each {@code file#ordinal} of a generated store. */
    private final Map<String, Label> planted = new ConcurrentSkipListMap<>();

    private TestStore sample(SampleSchema schema, boolean gzip) throws IOException {
        TestStore store = TestStore.in(directory);
        SamplePolicy policy = SamplePolicy.defaultAsOf(TestStore.NOW)
                .withItems(ITEMS)
                .withAgents(3)
                .withSeed(SEED)
                .withSchema(schema)
                .withGzip(gzip);
        SampleStore.write(
                new LocalDisk(),
                store.root(),
                policy,
                (agent, kind, ordinal, _, label) -> planted.put(agent + "/" + kind.fileName() + "#" + ordinal, label));
        return store;
    }

    private static Map<String, String> removals(Plan plan) {
        Map<String, String> removals = new TreeMap<>();
        for (StoreChange change : plan.changes().changes()) {
            if (change instanceof CollectionChange.Rewrite rewrite) {
                for (Removal removal : rewrite.removals()) {
                    removals.put(
                            change.path() + "#" + removal.ordinal(),
                            removal.cause().strategy() + " "
                                    + removal.cause().reason().word());
                }
            }
        }
        return removals;
    }

    private Map<String, String> expectedOfPrune() {
        Map<String, String> expected = new TreeMap<>();
        planted.forEach((place, label) -> {
            if (label.outcome() == Label.Outcome.PRUNED) {
                expected.put(place, label.strategy() + " " + label.reason().word());
            }
        });
        return expected;
    }

    private Map<String, String> expectedOfGc() {
        Map<String, String> expected = new TreeMap<>();
        planted.forEach((place, label) -> {
            if (label.outcome() == Label.Outcome.COLLECTED) {
                expected.put(place, "duplicates duplicate");
            }
        });
        return expected;
    }

    private long count(Label label) {
        return planted.values().stream().filter(other -> other == label).count();
    }

    @ParameterizedTest
    @CsvSource({"V1_0_0, false", "V1_0_0, true", "V1_1_0, false", "V1_2_0, true", "V2_0_0, false", "V2_0_0, true"})
    void maintain_removesExactlyTheExpectedItems_forTheExpectedReason_asPlanned(SampleSchema schema, boolean gzip)
            throws IOException {
        TestStore store = sample(schema, gzip);
        assertThat(planted).hasSize(ITEMS);

        try (MemoryStore open = store.open()) {
            Maintenance maintenance = new Maintenance(open, MaintainPolicy.DEFAULT);
            Maintenance.Plans plans = maintenance.plan();
            Maintenance.Result result = maintenance.run(store.execution(open), Execution.Options.DEFAULT);

            assertThat(removals(plans.prune())).as("seed %d", SEED).isEqualTo(expectedOfPrune());
            assertThat(removals(plans.gc())).as("seed %d", SEED).isEqualTo(expectedOfGc());
            assertThat(plans.gc().completed()).isEqualTo(count(Label.BROKEN));
            assertThat(result.gc().transformed()).isEqualTo(plans.gc().completed());
            assertThat(result.outcome()).isEqualTo(Report.Outcome.DONE);
            assertSumsAddUp(result.prune(), PlanSummary.of(plans.prune()));
            assertSumsAddUp(result.gc(), PlanSummary.of(plans.gc()));
            assertThat(result.items()).isEqualTo(ITEMS);
        }
        long left = 0;
        for (String path : store.collections()) {
            left += store.items(path).size();
        }
        assertThat(left)
                .isEqualTo(ITEMS - expectedOfPrune().size() - expectedOfGc().size());
    }

    private static void assertSumsAddUp(Report report, PlanSummary planned) {
        assertThat(report.removed()).isPositive().isEqualTo(planned.items());
        assertThat(report.removedByAgent().values().stream()
                        .mapToInt(Count::items)
                        .sum())
                .isEqualTo(report.removed());
        assertThat(report.removedByCause().keySet()).isEqualTo(planned.byCause().keySet());
        report.removedByCause()
                .forEach((tally, count) -> assertThat(count.items())
                        .as("%s", tally)
                        .isEqualTo(planned.byCause().get(tally).items()));
        report.removedByAgent()
                .forEach((agent, count) -> assertThat(count.items())
                        .as(agent)
                        .isEqualTo(planned.byAgent().get(agent).items()));
    }

    @ParameterizedTest
    @EnumSource
    void plan_reportsUndatedAndIdenticalItems(SampleSchema schema) throws IOException {
        TestStore store = sample(schema, false);

        try (MemoryStore open = store.openReadOnly()) {
            Maintenance.Plans plans = new Maintenance(open, MaintainPolicy.DEFAULT).plan();

            assertThat(found(plans.gc(), Finding.Kind.IDENTICAL)).isEqualTo(count(Label.IDENTICAL));
            assertThat(found(plans.prune(), Finding.Kind.UNDATED))
                    .isBetween(count(Label.UNDATED), count(Label.UNDATED) + count(Label.BROKEN));
            assertThat(found(plans.gc(), Finding.Kind.RUNTIME_REFUSES) > 0)
                    .as("the runtime cannot load patterns of 2.0.0")
                    .isEqualTo(schema == SampleSchema.V2_0_0);
        }
    }

    private static long found(Plan plan, Finding.Kind kind) {
        return plan.findings().stream()
                .filter(finding -> finding.kind() == kind)
                .mapToLong(finding -> finding.what().contains(" more items of the kind ")
                        ? Long.parseLong(
                                finding.what().substring(0, finding.what().indexOf(' ')))
                        : 1)
                .sum();
    }
}
