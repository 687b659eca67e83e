package loom.aml.app.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import loom.aml.TestItem;
import loom.aml.TestOpener;
import loom.aml.TestStore;
import loom.aml.app.OpenStore;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.item.Revision;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several items are removed as one run, and only those that the user saw. */
class RemoveItemsTest {
    private static final String FILE = "debugger/patterns.json";
    private static final String SOLUTIONS = "reviewer/solutions.json";
    private static final ItemKey FIRST = new ItemKey("debugger", ItemKind.PATTERN, TestItem.uuid("first"));
    private static final ItemKey SECOND = new ItemKey("debugger", ItemKind.PATTERN, TestItem.uuid("second"));
    private static final ItemKey SOLUTION = new ItemKey("reviewer", ItemKind.SOLUTION, TestItem.uuid("solution"));
    private static final List<ItemKey> ALL = List.of(FIRST, SECOND, SOLUTION);

    private TestStore store;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        store = TestStore.in(directory)
                .put(FILE, TestItem.pattern(FIRST.id()), TestItem.pattern(SECOND.id()))
                .put(SOLUTIONS, TestItem.solution(SOLUTION.id()))
                .settled();
    }

    private static Map<ItemKey, Revision> revisions(TestStore store, List<ItemKey> keys) throws IOException {
        Map<ItemKey, Revision> revisions = new LinkedHashMap<>();
        try (MemoryStore open = store.openReadOnly()) {
            for (ItemKey key : keys) {
                revisions.put(key, open.get(key).orElseThrow().revision());
            }
        }
        return revisions;
    }

    private static Report remove(TestStore store, Map<ItemKey, Revision> items) throws IOException {
        try (OpenStore opened = new TestOpener(store).forChange()) {
            return new RemoveItems(opened)
                    .run(new RemoveItems.Request(items, "outdated"))
                    .report();
        }
    }

    @Test
    void itemsOfSeveralCollections_areOneRun_andOneUndoBringsThemBack() throws Exception {
        String before = store.text(FILE) + store.text(SOLUTIONS);

        Report report = remove(store, revisions(store, ALL));

        assertThat(report.removed()).isEqualTo(3);
        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.history()).hasSize(1);
        store.pass(Duration.ofMinutes(1));
        store.undo(report.run());
        assertThat(store.text(FILE) + store.text(SOLUTIONS)).isEqualTo(before);
    }

    @Test
    void itemThatChangedSinceItWasSeen_isKeptAndNamed_theOthersAreRemoved() throws Exception {
        Map<ItemKey, Revision> seen = revisions(store, ALL);
        store.rewrite(
                        FILE,
                        TestItem.collection(
                                TestItem.pattern(FIRST.id()).with("pattern.approach.technique", "edited since"),
                                TestItem.pattern(SECOND.id())))
                .settled();

        Report report = remove(store, seen);

        assertThat(store.ids(FILE)).containsExactly(FIRST.id());
        assertThat(store.ids(SOLUTIONS)).isEmpty();
        assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.CONFLICT);
            assertThat(finding.where()).isEqualTo(FIRST.toString());
        });
    }

    @Test
    void pinnedItem_isKeptAndNamed() throws Exception {
        try (OpenStore opened = new TestOpener(store).forChange()) {
            new PinItem(opened).run(new PinItem.Request(SECOND.id()));
        }
        store.pass(Duration.ofMinutes(1));

        Report report = remove(store, revisions(store, ALL));

        assertThat(store.ids(FILE)).containsExactly(SECOND.id());
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.PINNED);
            assertThat(finding.where()).isEqualTo(SECOND.toString());
        });
    }

    @Test
    void stopBeforeTheChange_changesNothing() throws Exception {
        Map<ItemKey, Revision> seen = revisions(store, ALL);
        String before = store.text(FILE) + store.text(SOLUTIONS);
        TestStore stopped = store.with(StoreOptions.DEFAULT.withProgress((done, _) -> {
            if (done == 2) {
                throw new CancellationException("stopped");
            }
        }));

        assertThatThrownBy(() -> remove(stopped, seen)).isInstanceOf(CancellationException.class);

        assertThat(store.text(FILE) + store.text(SOLUTIONS)).isEqualTo(before);
        assertThat(store.history()).isEmpty();
    }
}
