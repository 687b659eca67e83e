package loom.aml.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import loom.aml.TestStore;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.run.Execution;
import loom.aml.run.History;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.tidy.GcPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A timestamp that aml assigned to an undated item is not its age: no age rule removes the item because of it. */
class AssignedTimestampsTest {
    private static final String PATTERNS = "debugger/patterns.json";
    private static final String DECISIONS = "debugger/decisions.json";
    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    private void put(String path, String item) throws IOException {
        store.put(path, "[" + item.replace('\'', '"') + "]").age(path, YEAR);
    }

    private Maintenance.Result maintain() throws IOException {
        try (MemoryStore open = store.open()) {
            MaintainPolicy policy = new MaintainPolicy(GcPolicy.DEFAULT, PrunePolicy.DEFAULT);
            return new Maintenance(open, policy).run(store.execution(open), Execution.Options.DEFAULT);
        }
    }

    private Report prune() throws IOException {
        return store.run(open ->
                new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, Selection.ALL, new History(open).exempt()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    debugger/patterns.json  | {'name': 'Retry', 'advice': 'wait'}
                    debugger/patterns.json  | {'id': 'a', 'name': 'Retry'}
                    debugger/patterns.json  | {'id': 'a', 'timestamp': null, 'pattern': {'type': 'x'}}
                    debugger/patterns.json  | {'id': 'a', 'timestamp': '', 'name': 'Retry'}
                    debugger/patterns.json  | {'name': 'Failing', 'metrics': {'successRate': 0.25, 'executionCount': 10}}
                    debugger/patterns.json  | {'name': 'Never used', 'last_used': 0}
                    debugger/decisions.json | {'decision': {'question': 'Which queue?'}}
                    """)
    void undatedItem_inAnOldFile_isCompletedAndKept(String path, String item) throws IOException {
        put(path, item);

        Maintenance.Result first = maintain();

        assertThat(first.gc().transformed()).isEqualTo(1);
        assertThat(first.prune().removed()).isZero();
        assertThat(store.items(path)).hasSize(1);
    }

    @Test
    void undatedItem_isKeptOnLaterDays_andInAManualPrune_andReported() throws IOException {
        put(PATTERNS, "{'name': 'Retry'}");
        put(DECISIONS, "{'decision': {'question': 'Which queue?'}}");
        maintain();

        for (int day = 0; day < 3; day++) {
            store.pass(Duration.ofDays(100));
            assertThat(maintain().prune().removed()).isZero();
        }
        Report byHand = prune();

        assertThat(byHand.removed()).isZero();
        assertThat(byHand.findings())
                .filteredOn(finding -> finding.kind() == Finding.Kind.UNDATED)
                .hasSize(2);
    }

    @Test
    void dryRun_removesNothingEither() throws IOException {
        put(PATTERNS, "{'name': 'Retry'}");
        try (MemoryStore open = store.open()) {
            assertThat(new Maintenance(open, new MaintainPolicy(GcPolicy.DEFAULT, PrunePolicy.DEFAULT))
                            .plan()
                            .prune()
                            .removes())
                    .isZero();
        }
    }

    @Test
    void itemWithItsOwnDate_isRemovedAsBefore() throws IOException {
        put(PATTERNS, "{'name': 'Retry', 'created': '2025-01-01'}");

        assertThat(maintain().prune().removed()).isEqualTo(1);
    }

    @Test
    void itemThatWasUsedSince_isJudgedByItsUse() throws IOException {
        put(PATTERNS, "{'id': 'a', 'name': 'Retry'}");
        maintain();
        String used = store.text(PATTERNS).replace("\"name\"", "\"last_used\": \"2025-12-01T00:00:00Z\", \"name\"");
        store.put(PATTERNS, used);

        assertThat(maintain().prune().removed()).isEqualTo(1);
    }

    @Test
    void undatedItem_isStillJudgedByItsPerformance() throws IOException {
        put(PATTERNS, "{'name': 'Failing', 'metrics': {'successRate': 0.05, 'executionCount': 10}}");

        assertThat(maintain().prune().removed()).isEqualTo(1);
    }

    @Test
    void undoneCompletion_noLongerCounts_andTheItemIsUndatedAgain() throws IOException {
        put(PATTERNS, "{'id': 'a', 'name': 'Retry'}");
        Maintenance.Result first = maintain();
        store.undo(first.gc().run());
        store.age(PATTERNS, YEAR);

        assertThat(prune().removed()).isZero();
        assertThat(store.ids(PATTERNS)).isEqualTo(List.of("a"));
    }

    @Test
    void otherItemsOfTheFile_areJudgedByTheirAge() throws IOException {
        put(PATTERNS, "{'id': 'a', 'name': 'Retry'}, {'id': 'b', 'agent': 'x', 'timestamp': '2025-01-01T00:00:00Z'}");

        assertThat(maintain().prune().removed()).isEqualTo(1);
        assertThat(store.ids(PATTERNS)).containsExactly("a");
    }
}
