package loom.aml.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.store.Finding;
import loom.aml.store.Selection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restored data is not removed again by the same rule until it changes. */
class UndoneStaysTest {
    private static final String PATTERNS = "debugger/patterns.json";

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory)
                .put(PATTERNS, failing("bad"), TestItem.pattern("good"))
                .put("reviewer/patterns.json", failing("other"));
    }

    private static TestItem failing(String id) {
        return TestItem.pattern(id).with("metrics.successRate", 0.05);
    }

    private Report prune(boolean again) throws IOException {
        return store.run(open -> new Pruner(PrunePolicy.DEFAULT, store.now())
                .plan(open, Selection.ALL, again ? ReappearedItems.NONE : new History(open).exempt()));
    }

    private Report pruneAsTheDailyJobDoes() throws IOException {
        return store.run(open ->
                new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, Selection.ALL, new History(open).returned()));
    }

    private List<String> ids() throws IOException {
        return store.ids(PATTERNS);
    }

    private void pruneAndUndo() throws IOException {
        Report pruned = prune(false);
        assertThat(pruned.removed()).isEqualTo(2);
        store.undo(pruned.run());
        assertThat(ids()).containsExactly("bad", "good");
    }

    @Test
    void restoredItem_isKept_andReported() throws IOException {
        pruneAndUndo();

        Report again = prune(false);

        assertThat(again.removed()).isZero();
        assertThat(again.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(again.findings())
                .extracting(Finding::what)
                .anyMatch(what -> what.contains("restored by 'aml undo'"));
        assertThat(ids()).containsExactly("bad", "good");
    }

    @Test
    void restoredItem_isKeptByTheDailyJob() throws IOException {
        pruneAndUndo();

        assertThat(pruneAsTheDailyJobDoes().removed()).isZero();
        assertThat(pruneAsTheDailyJobDoes().removed()).isZero();
    }

    @Test
    void again_liftsTheExemption() throws IOException {
        pruneAndUndo();

        assertThat(prune(true).removed()).isEqualTo(2);
        assertThat(ids()).containsExactly("good");
    }

    @Test
    void itemThatChangedSince_isJudgedLikeAnyOther() throws IOException {
        pruneAndUndo();
        store.put(PATTERNS, failing("bad").with("x_changed", true), TestItem.pattern("good"));

        assertThat(prune(false).removed()).isEqualTo(1);
        assertThat(ids()).containsExactly("good");
        assertThat(store.ids("reviewer/patterns.json")).containsExactly("other");
    }

    @Test
    void restoredItem_isExemptOnlyFromTheRuleThatRemovedIt() throws IOException {
        pruneAndUndo();
        store.pass(Duration.ofDays(200));

        Report later = prune(false);

        assertThat(later.removed()).as("unused for too long").isEqualTo(3);
    }

    @Test
    void undoFollowedByAnotherPrune_noLongerCounts() throws IOException {
        pruneAndUndo();
        Report again = prune(true);
        assertThat(again.removed()).isEqualTo(2);
        store.put(PATTERNS, failing("bad"), TestItem.pattern("good"));

        assertThat(pruneAsTheDailyJobDoes().removed()).isEqualTo(1);
    }

    @Test
    void unreadableArchive_isReported_andTheItemIsJudged() throws IOException {
        Report pruned = prune(false);
        store.undo(pruned.run());
        try (var archives = Files.newDirectoryStream(
                store.logs().resolve("archives/" + pruned.run() + "/debugger"), "*.jsonl.gz")) {
            for (Path archive : archives) {
                Files.delete(archive);
            }
        }

        Report again = prune(false);

        assertThat(again.findings())
                .anySatisfy(finding -> assertThat(finding.what()).contains("cannot be read"));
        assertThat(store.ids("reviewer/patterns.json")).containsExactly("other");
    }
}
