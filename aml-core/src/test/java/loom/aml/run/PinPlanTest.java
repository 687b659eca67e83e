package loom.aml.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.item.ItemKind;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinPlanTest {

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        TestItem old = TestItem.solution("a").with("effectiveness.worked", false);
        store = TestStore.in(directory).put("debugger/solutions.json", old, TestItem.solution("b"));
    }

    private Report prune() throws IOException {
        return store.run(
                open -> new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE));
    }

    @Test
    void pin_keepsAnItemFromPruning_untilItIsUnpinned() throws IOException {
        Report pinned = store.run(open -> PinPlan.pin(open, "a"));

        assertThat(pinned.operation()).isEqualTo("pin");
        assertThat(pinned.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.text("config/pins.json")).contains("\"a\"").contains("2026-11-23T08:00:00Z");
        assertThat(prune().removed()).isZero();

        Report unpinned = store.run(open -> PinPlan.unpin(open, "a"));

        assertThat(unpinned.operation()).isEqualTo("unpin");
        assertThat(prune().removed()).isEqualTo(1);
    }

    @Test
    void pin_keepsAnItemFromGc() throws IOException {
        store.put(
                "debugger/decisions.json",
                TestItem.decision("dear").without("decision"),
                TestItem.decision("twice"),
                TestItem.decision("twice"));
        store.run(open -> PinPlan.pin(open, "dear"));
        store.run(open -> PinPlan.pin(open, "twice"));
        SortedMap<String, String> before = store.memory();

        Report tidied = store.run(open -> new GarbageCollector(GcPolicy.DEFAULT.withForRuntime(true), store.now())
                .plan(open, new Selection(Set.of(), Set.of(ItemKind.DECISION))));

        assertThat(tidied.removed()).isZero();
        assertThat(store.memory()).isEqualTo(before);
    }

    @Test
    void pin_ofAPinnedItemAndUnpinOfAnother_changeNothing() throws IOException {
        store.run(open -> PinPlan.pin(open, "a"));
        String pins = store.look("config/pins.json");

        assertThat(store.run(open -> PinPlan.pin(open, "a")).changedFiles()).isZero();
        assertThat(store.run(open -> PinPlan.unpin(open, "b")).changedFiles()).isZero();

        assertThat(store.look("config/pins.json")).isEqualTo(pins);
    }

    @Test
    void pin_keepsTheOtherPins_andTheirOtherMembers() throws IOException {
        store.put("config/pins.json", "{\"version\": 1, \"pins\": [{\"id\": \"x\", \"why\": \"dear to me\"}]}");

        store.run(open -> PinPlan.pin(open, "a"));

        assertThat(store.text("config/pins.json")).contains("dear to me").contains("\"a\"");
    }

    @Test
    void pin_keepsPinsThatAnotherProgramWroteMeanwhile() throws IOException {
        try (MemoryStore open = store.open()) {
            PinPlan plan = PinPlan.pin(open, "a");
            store.put("config/pins.json", "{\"version\": 1, \"pins\": [{\"id\": \"x\"}]}");

            Report report = store.execution(open).execute(plan, Execution.Options.DEFAULT);

            assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
            assertThat(report.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.CHANGED);
            assertThat(store.text("config/pins.json")).doesNotContain("\"a\"");
        }
    }

    @Test
    void unreadablePins_preventAllRemovals() throws IOException {
        store.put("config/pins.json", "{\"version\": 1, \"pins\": [{\"id\": \"a\"");
        SortedMap<String, String> before = store.memory();

        assertThatThrownBy(this::prune).isInstanceOf(IOException.class).hasMessageContaining("nothing can be removed");
        assertThatThrownBy(() -> store.run(
                        open -> new GarbageCollector(GcPolicy.DEFAULT, store.now()).plan(open, Selection.ALL)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.run(open -> PinPlan.pin(open, "b"))).isInstanceOf(IOException.class);

        assertThat(store.memory()).isEqualTo(before);
    }

    @Test
    void plan_describesItself() throws IOException {
        PinPlan plan = store.plan(open -> PinPlan.pin(open, "a"));

        assertThat(plan.policy()).hasToString("{\"id\":\"a\"}");
        assertThat(plan.findings()).isEmpty();
    }
}
