package loom.aml.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.store.CollectionChange;
import loom.aml.store.Finding;
import loom.aml.store.Removal;
import loom.aml.store.Selection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the detection of duplicates with a naive implementation. */
class DuplicatesTest {

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    /** The properties that decide between items with the same id. */
    private record Use(int executions, int hoursAgo, int ordinal) {
        boolean isBetterThan(Use other) {
            return executions > other.executions || (executions == other.executions && hoursAgo < other.hoursAgo);
        }
    }

    private GcPlan plan() throws IOException {
        return store.plan(open -> new GarbageCollector(GcPolicy.DEFAULT, store.now()).plan(open, Selection.ALL));
    }

    private static Set<Integer> ordinals(GcPlan plan) {
        Set<Integer> ordinals = new TreeSet<>();
        plan.changes().removals().map(Removal::ordinal).forEach(ordinals::add);
        return ordinals;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void gc_keepsTheBestOfEachId_likeTheNaiveImplementation(int seed) throws IOException {
        Random random = new Random(seed);
        List<TestItem> items = new ArrayList<>();
        Map<String, Use> best = new HashMap<>();
        Set<Integer> losers = new TreeSet<>();
        for (int i = 0; i < 400; i++) {
            String id = TestItem.uuid(Integer.toString(random.nextInt(150)));
            Use use = new Use(random.nextInt(3), random.nextInt(3), i);
            items.add(TestItem.pattern(id)
                    .with("pattern.type", "t" + random.nextInt(4))
                    .with("metrics.executionCount", use.executions)
                    .with("evolution.lastUsed", TestStore.NOW.minus(Duration.ofHours(use.hoursAgo))));
            Use other = best.get(id);
            if (other == null) {
                best.put(id, use);
            } else if (use.isBetterThan(other)) {
                best.put(id, use);
                losers.add(other.ordinal);
            } else {
                losers.add(i);
            }
        }
        store.put("debugger/patterns.json", TestItem.collection(items));

        assertThat(ordinals(plan())).as("seed %d", seed).isEqualTo(losers);
    }

    @Test
    void gc_findsDuplicatesAmongThousandsOfItems() throws IOException {
        List<TestItem> items = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            items.add(TestItem.decision(TestItem.uuid("d" + i)));
        }
        items.add(TestItem.decision(TestItem.uuid("d0")));
        items.add(TestItem.decision(TestItem.uuid("d4999")).with("timestamp", TestStore.NOW));
        items.add(TestItem.decision(TestItem.uuid("d1023")));
        items.add(TestItem.decision(TestItem.uuid("d7")).with("id", TestItem.uuid("another d7")));
        store.put("debugger/decisions.json", TestItem.collection(items));

        GcPlan plan = plan();

        assertThat(ordinals(plan)).containsExactly(4_999, 5_000, 5_002);
        assertThat(plan.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.IDENTICAL);
        assertThat(plan.findings().getFirst().what()).contains("item 7 ");
    }

    @Test
    void gc_namesTheSurvivorOfEachRemoval() throws IOException {
        TestItem best = TestItem.pattern(TestItem.uuid("a")).with("metrics.executionCount", 30);
        TestItem good = TestItem.pattern(TestItem.uuid("a")).with("metrics.executionCount", 25);
        TestItem poor = TestItem.pattern(TestItem.uuid("a"));
        store.put("debugger/patterns.json", poor, good, best);

        CollectionChange.Rewrite rewrite =
                (CollectionChange.Rewrite) plan().changes().changes().getFirst();

        assertThat(rewrite.removals()).hasSize(2);
        Removal.Survivor survivor = rewrite.removals().getFirst().survivor();
        assertThat(survivor).isNotNull();
        assertThat(survivor.file().path()).isEqualTo("debugger/patterns.json");
        assertThat(rewrite.removals().getLast().survivor())
                .as("the best item, not just a better one")
                .isEqualTo(survivor);
    }
}
