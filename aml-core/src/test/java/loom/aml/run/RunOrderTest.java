package loom.aml.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.store.Selection;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs are ordered by their sequence, whatever the clock said. */
class RunOrderTest {
    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir
    private Path directory;

    private TestStore store;
    private int items;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    /** Runs a prune that removes one item. */
    private String prune() throws IOException {
        store.put("debugger/solutions.json", TestItem.solution("a" + items++).with("effectiveness.worked", false));
        return store.run(open ->
                        new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE))
                .run();
    }

    private List<String> runs() throws IOException {
        return store.history().stream().map(RunRecord::run).toList();
    }

    private String undoable() throws IOException {
        try (var open = store.openReadOnly()) {
            return new History(open).latestUndoable().orElseThrow().run();
        }
    }

    @Test
    void undo_undoesTheLastRun_afterTheClockWentBackAYear() throws IOException {
        String first = prune();
        store.pass(YEAR.negated());
        String last = prune();

        assertThat(last).isLessThan(first);
        assertThat(undoable()).isEqualTo(last);
        assertThat(runs()).containsExactly(last, first);
    }

    @Test
    void undo_undoesTheLastRun_afterTheClockWasAYearAheadForOneRun() throws IOException {
        String before = prune();
        store.pass(YEAR);
        String ahead = prune();
        store.pass(YEAR.negated());
        String last = prune();

        assertThat(undoable()).isEqualTo(last);
        assertThat(runs()).containsExactly(last, ahead, before);
    }

    @Test
    void undo_goesBackRunByRun_acrossClockJumps() throws IOException {
        List<String> made = new ArrayList<>();
        for (int jump : new int[] {0, 365, -365, -365, 1, 700}) {
            store.pass(Duration.ofDays(jump));
            made.add(prune());
        }

        for (String run : made.reversed()) {
            assertThat(undoable()).isEqualTo(run);
            store.undo(run);
        }
    }

    @Test
    void runs_withinOneMillisecond_areInSequence() throws IOException {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            made.add(prune());
            store.pass(Duration.ofSeconds(-1));
        }

        assertThat(runs().reversed()).isEqualTo(made);
        assertThat(store.history()).extracting(RunRecord::sequence).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void recordsOfEarlierVersions_precedeNumberedOnes_byTheirIds() throws IOException {
        store.pass(YEAR);
        String late = unnumbered(prune());
        store.pass(YEAR.negated());
        String early = unnumbered(prune());
        String numbered = prune();

        assertThat(runs()).containsExactly(numbered, late, early);
        assertThat(store.record(late).sequence()).isZero();
        assertThat(store.record(late).operation()).isEqualTo("prune");
        assertThat(undoable()).isEqualTo(numbered);
    }

    /** Converts the record of a run to the format from before runs were numbered. */
    private String unnumbered(String run) throws IOException {
        Path record = store.recordOf(run);
        Files.move(record, record.resolveSibling(run + ".jsonl"));
        return run;
    }

    @Test
    void retention_beginsWithTheFirstRunInSequence() throws IOException {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(store.run(open -> new Pruner(PrunePolicy.DEFAULT, store.now())
                            .plan(open, Selection.ALL, ReappearedItems.NONE))
                    .run());
            store.pass(Duration.ofDays(-1));
        }
        try (var open = store.open()) {
            assertThat(new RunRetention(LogFolder.of(open.place()), 2).forget()).isEqualTo(3);
        }

        assertThat(runs().reversed()).isEqualTo(made.subList(3, 5));
    }

    @Test
    void usedId_isNotReused_afterTheClockWentBack() throws IOException {
        for (int i = 0; i < 300; i++) {
            store.run(open ->
                    new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE));
            store.pass(Duration.ofSeconds(-1));
        }

        assertThat(runs()).doesNotHaveDuplicates().hasSize(300);
    }
}
