package loom.aml.app.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import loom.aml.TestItem;
import loom.aml.TestOpener;
import loom.aml.TestStore;
import loom.aml.app.OpenStore;
import loom.aml.store.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The items of a map, and what it says about those that it lacks. */
class MapItemsTest {
    @TempDir
    private Path directory;

    private static TestItem[] patterns(String agent, int count) {
        TestItem[] items = new TestItem[count];
        for (int i = 0; i < count; i++) {
            items[i] = TestItem.pattern(TestItem.uuid(agent + i)).with("pattern.approach.technique", agent + " " + i);
        }
        return items;
    }

    private static MapItems.Result map(TestStore store, int most) throws IOException {
        try (OpenStore opened = new TestOpener(store).forReading()) {
            return new MapItems(opened, most).run();
        }
    }

    @Test
    void itemsBeyondTheLimit_areCounted_whereverTheyAre() throws IOException {
        TestStore store = TestStore.in(directory)
                .put("a/patterns.json", patterns("a", 7))
                .put("b/patterns.json", patterns("b", 5))
                .settled();

        assertThat(map(store, 5).points())
                .hasSize(5)
                .allMatch(point -> point.agent().equals("a"));
        assertThat(map(store, 5).passedOver()).isEqualTo(7);
        assertThat(map(store, 7).passedOver()).isEqualTo(5);
        assertThat(map(store, 9).points()).hasSize(9);
        assertThat(map(store, 12).passedOver()).isZero();
    }

    @Test
    void damagedCollection_isAFinding_andTheOthersAreShown() throws IOException {
        TestStore store = TestStore.in(directory)
                .put("a/patterns.json", "[{\"id\":\"cut off\"}, {")
                .put("b/patterns.json", patterns("b", 3))
                .settled();

        MapItems.Result map = map(store, 10);

        assertThat(map.points()).hasSize(3).allMatch(point -> point.agent().equals("b"));
        assertThat(map.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.DAMAGED);
            assertThat(finding.where()).isEqualTo("a/patterns.json");
        });
    }

    @Test
    void sameStore_givesTheSameMap() throws IOException {
        TestStore store = TestStore.in(directory)
                .put("a/patterns.json", patterns("a", 20))
                .put("b/patterns.json", patterns("b", 20))
                .settled();

        assertThat(map(store, 40)).isEqualTo(map(store, 40));
    }
}
