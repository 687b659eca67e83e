package loom.aml.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import loom.aml.TestStore;
import loom.aml.WildStore;
import loom.aml.item.WildFixtures;
import loom.aml.item.WildFixtures.Wild;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.Selection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pruning of damaged and unusual stores. */
class WildPruneTest {

    @TempDir
    private Path directory;

    /** Prunes with a policy that would remove every readable item. */
    private static Report prune(TestStore store) throws IOException {
        PrunePolicy merciless = PrunePolicy.DEFAULT.withLimits(1, 1);
        return store.run(open -> new Pruner(merciless, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE));
    }

    @Test
    void damagedFiles_areLeftUnchangedAndReported_andTheOthersArePruned() throws IOException {
        WildStore wild = WildStore.in(directory, WildFixtures.damaged());
        TestStore store = wild.store();
        SortedMap<String, String> before = store.memory();

        Report report = prune(store);

        assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(report.findings())
                .filteredOn(finding -> finding.kind() == Finding.Kind.DAMAGED)
                .extracting(Finding::where)
                .containsExactlyInAnyOrderElementsOf(
                        wild.files().stream().map(wild::patternsOf).toList());
        for (Wild file : wild.files()) {
            assertThat(store.look(wild.patternsOf(file))).as(file.name()).isEqualTo(before.get(wild.patternsOf(file)));
            assertThat(store.ids(wild.solutionsOf(file))).as(file.name()).hasSize(2);
        }
    }

    @Test
    void emptyFiles_areTreatedAsEmpty_andLeftUnchanged() throws IOException {
        WildStore wild = WildStore.in(directory, WildFixtures.empty());
        TestStore store = wild.store();
        SortedMap<String, String> before = store.memory();

        Report report = prune(store);

        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        for (Wild file : wild.files()) {
            assertThat(store.look(wild.patternsOf(file))).as(file.name()).isEqualTo(before.get(wild.patternsOf(file)));
        }
    }

    @Test
    void readableItemsArePruned_andUndoRestoresTheText() throws IOException {
        WildStore wild = WildStore.in(directory, WildFixtures.processed());
        TestStore store = wild.store();
        SortedMap<String, String> before = store.texts();
        int items = wild.files().stream().mapToInt(Wild::items).sum();

        Report report = prune(store);

        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(report.removed())
                .isBetween(2 * wild.files().size(), items + wild.files().size());

        store.undo(report.run());

        assertThat(store.texts()).isEqualTo(before);
    }
}
