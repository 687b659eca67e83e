package loom.aml.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import loom.aml.prune.PrunePlan;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.store.CollectionChange;
import loom.aml.store.Finding;
import loom.aml.store.Plan;
import loom.aml.store.Removal;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPlan;
import loom.aml.tidy.GcPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Prune and gc treat each item as its label expects. */
class LabelOutcomeTest {
    @TempDir
    private Path directory;

    private Sample sample(SampleSchema schema) throws IOException {
        return Sample.of(
                Sample.DEFAULT.withItems(2_000).withRot(0.5).withSeed(5).withSchema(schema), directory);
    }

    private static PrunePlan prune(Sample sample, PrunePolicy policy) throws IOException {
        return sample.store()
                .plan(open -> new Pruner(policy, sample.store().now()).plan(open, Selection.ALL, ReappearedItems.NONE));
    }

    private static GcPlan gc(Sample sample) throws IOException {
        return sample.store()
                .plan(open ->
                        new GarbageCollector(GcPolicy.DEFAULT, sample.store().now()).plan(open, Selection.ALL));
    }

    /** Returns {@code strategy reason} of all removals, by position. */
    private static Map<String, String> leaving(Plan plan) {
        Map<String, String> leaving = new TreeMap<>();
        for (StoreChange change : plan.changes().changes()) {
            if (change instanceof CollectionChange.Rewrite rewrite) {
                for (Removal removal : rewrite.removals()) {
                    leaving.put(
                            change.path() + "#" + removal.ordinal(),
                            removal.cause().strategy() + " "
                                    + removal.cause().reason().word());
                }
            }
        }
        return leaving;
    }

    private static Map<String, String> expected(Sample sample, Label.Outcome outcome) {
        Map<String, String> expected = new TreeMap<>();
        sample.of(outcome)
                .forEach((place, label) -> expected.put(
                        place, label.strategy() + " " + label.reason().word()));
        return expected;
    }

    private static long found(Plan plan, Finding.Kind kind) {
        return plan.findings().stream()
                .filter(finding -> finding.kind() == kind)
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void prune_removesExactlyTheLabelledItems(SampleSchema schema) throws IOException {
        Sample sample = sample(schema);

        assertThat(leaving(prune(sample, PrunePolicy.DEFAULT))).isEqualTo(expected(sample, Label.Outcome.PRUNED));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "3"})
    void prune_removesTheSameItemsDaysLater(int days) throws IOException {
        Sample sample = sample(SampleSchema.V1_0_0);
        sample.store().pass(Duration.ofDays(days));

        assertThat(leaving(prune(sample, PrunePolicy.DEFAULT))).isEqualTo(expected(sample, Label.Outcome.PRUNED));
    }

    @Test
    void aggressivePrune_keepsFreshItemsAndTheirCopies() throws IOException {
        Sample sample = sample(SampleSchema.V1_1_0);
        Map<String, String> leaving = leaving(prune(sample, PrunePolicy.DEFAULT.aggressive()));

        for (Sample.Planted one : sample.planted()) {
            if (one.label() == Label.FRESH || one.label().isCopy()) {
                assertThat(leaving).doesNotContainKey(one.place());
            }
        }
        assertThat(leaving).hasSameSizeAs(sample.of(Label.Outcome.PRUNED));
    }

    @ParameterizedTest
    @EnumSource
    void gc_removesExactlyTheLabelledItems(SampleSchema schema) throws IOException {
        Sample sample = sample(schema);

        assertThat(leaving(gc(sample))).isEqualTo(expected(sample, Label.Outcome.COLLECTED));
    }

    @ParameterizedTest
    @EnumSource
    void gc_completesExactlyTheLabelledItems(SampleSchema schema) throws IOException {
        Sample sample = sample(schema);

        assertThat(gc(sample).completed())
                .isPositive()
                .isEqualTo(sample.of(Label.Outcome.COMPLETED).size());
    }

    @Test
    void identicalAndUndatedItems_areReported() throws IOException {
        Sample sample = sample(SampleSchema.V1_0_0);

        assertThat(found(gc(sample), Finding.Kind.IDENTICAL))
                .isEqualTo(sample.report().count(Label.IDENTICAL));
        assertThat(prune(sample, PrunePolicy.DEFAULT).findings().stream()
                        .filter(finding -> finding.kind() == Finding.Kind.UNDATED)
                        .map(Finding::where))
                .containsAll(sample.planted().stream()
                        .filter(one -> one.label() == Label.UNDATED)
                        .map(one -> one.agent() + "/" + one.kind().word() + "/" + one.id())
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V2_0_0")
    void unbrokenItems_areLoadedByTheRuntime(SampleSchema schema) throws IOException {
        assertThat(found(gc(sample(schema)), Finding.Kind.RUNTIME_REFUSES)).isZero();
    }

    @Test
    void gcAndThenPrune_keepItemsLabelledAsKept() throws IOException {
        Sample sample = sample(SampleSchema.V1_0_0);
        sample.store()
                .run(open ->
                        new GarbageCollector(GcPolicy.DEFAULT, sample.store().now()).plan(open, Selection.ALL));
        sample.store()
                .run(open -> new Pruner(PrunePolicy.DEFAULT, sample.store().now())
                        .plan(open, Selection.ALL, ReappearedItems.NONE));

        Map<String, TreeSet<String>> left = new TreeMap<>();
        for (String path : sample.store().collections()) {
            left.put(path, new TreeSet<>(sample.store().ids(path)));
        }
        Map<String, TreeSet<String>> kept = new TreeMap<>();
        Map<String, Integer> completed = new TreeMap<>();
        for (Sample.Planted one : sample.planted()) {
            boolean isKept =
                    one.label().outcome() == Label.Outcome.KEPT || one.label().outcome() == Label.Outcome.COMPLETED;
            if (isKept && one.id() != null) {
                kept.computeIfAbsent(one.path(), _ -> new TreeSet<>()).add(one.id());
            } else if (isKept) {
                completed.merge(one.path(), 1, Integer::sum);
            }
        }
        left.forEach((path, ids) -> {
            int known = kept.get(path).size();
            assertThat(ids).hasSize(known + completed.getOrDefault(path, 0)).containsAll(kept.get(path));
        });
    }
}
