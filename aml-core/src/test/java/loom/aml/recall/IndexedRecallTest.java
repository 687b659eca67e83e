package loom.aml.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.index.Hit;
import loom.aml.index.SearchResult;
import loom.aml.index.StoreIndex;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.run.IndexRuns;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreOptions;
import loom.aml.store.StorePaths;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recall beside an index: indexed positions need not be computed again, but are always verified against the store. */
class IndexedRecallTest {
    private static final String PATTERNS = "debugger/patterns.json";

    @TempDir
    private Path directory;

    private Host host;
    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        host = new Host(directory);
        store = host.store;
        store.put(PATTERNS, patterns(0, 500));
        host.settle(PATTERNS);
        index();
    }

    private static TestItem[] patterns(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> TestItem.pattern("p" + i).padded(i))
                .toArray(TestItem[]::new);
    }

    private void index() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            new StoreIndex(open).update(Duration.ZERO);
        }
        host.counting.reset();
    }

    private static String text(Recall recall, String id) throws IOException {
        return recall.get("debugger", ItemKind.PATTERN, id)
                .map(RecalledItem::text)
                .orElse("none");
    }

    @Test
    void firstItemOfAProcess_readsItsBytesOnly() throws IOException {
        try (Recall recall = host.open()) {
            String item = text(recall, "p321");

            assertThat(item).isEqualTo(patterns(321, 322)[0].toString());
            assertThat(host.counting.bytesOf(".json"))
                    .as("of %d bytes", store.size(PATTERNS))
                    .isEqualTo(item.length() + 2);
        }
    }

    @Test
    void indexOfAnotherVersion_isNotTrusted() throws IOException {
        store.rewrite(PATTERNS, TestItem.collection(patterns(300, 330)));
        try (Recall recall = host.open()) {
            assertThat(text(recall, "p321")).isEqualTo(patterns(321, 322)[0].toString());
            assertThat(text(recall, "p1")).isEqualTo("none");
            assertThat(recall.exists("p1")).isFalse();
            assertThat(recall.exists("p329")).isTrue();
        }
    }

    @Test
    void damagedOrMissingIndex_isNotRequired() throws IOException {
        Path folder = store.root().resolveSibling("memory-state").resolve("index");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        try (Recall recall = host.open()) {
            assertThat(text(recall, "p321")).isEqualTo(patterns(321, 322)[0].toString());
            assertThat(recall.exists("p0")).isTrue();
        }
    }

    @Test
    void itemsOfASuffixedFile_areIndexed_butThePlainFileTakesPrecedence() throws IOException {
        store.put("both/patterns.json", TestItem.pattern("x").with("x_from", "plain"))
                .putGzip(
                        "both/patterns.json.gz",
                        TestItem.pattern("x").with("x_from", "suffixed"),
                        TestItem.pattern("y").with("x_from", "suffixed"));
        host.settle("both/patterns.json");
        host.settle("both/patterns.json.gz");
        index();
        try (Recall recall = host.open()) {
            assertThat(recall.get("both", ItemKind.PATTERN, "x").orElseThrow().text())
                    .contains("plain");
            assertThat(recall.get("both", ItemKind.PATTERN, "y").orElseThrow().text())
                    .contains("suffixed");
            store.rewrite("both/patterns.json", "[]");
            host.pass();
            assertThat(recall.get("both", ItemKind.PATTERN, "x").orElseThrow().text())
                    .contains("suffixed");
        }
    }

    @Test
    void search_findsItems_withExplanation_andSeesChangesByOthers() throws IOException {
        store.put(
                "reviewer/solutions.json",
                TestItem.solution("s").with("solution.rootCause", "a deadlock between two pools"));
        try (Recall recall = host.open()) {
            SearchResult result = recall.search("deadlock pools");

            assertThat(ids(result)).containsExactly("s");
            Hit hit = result.hits().getFirst();
            assertThat(hit.match().score()).isPositive();
            assertThat(hit.match().reasons()).hasSize(2);
            assertThat(ids(recall.search("livelock"))).isEmpty();
            store.rewrite(
                    "reviewer/solutions.json",
                    TestItem.collection(TestItem.solution("t").with("solution.rootCause", "a livelock")));
            host.pass();

            assertThat(ids(recall.search("livelock"))).containsExactly("t");
            assertThat(ids(recall.search("deadlock"))).isEmpty();
        }
        RecallStatistics kept = RecallStatistics.of(
                        new StorePaths(host.counting.disk(), store.root(), StoreOptions.DEFAULT))
                .orElseThrow();
        assertThat(kept.searches()).isEqualTo(4);
        assertThat(kept.meanSearchTime()).isPresent();
    }

    @Test
    void filter_isBuiltFromTheIndexWithoutReadingTheStore() throws IOException {
        host.keepIds();

        assertThat(host.counting.opened(PATTERNS)).isZero();
        assertThat(host.state("existence.bin")).exists();
        try (Recall recall = host.open()) {
            for (int i = 0; i < 500; i++) {
                assertThat(recall.exists("p" + i)).isTrue();
            }
            assertThat(host.counting.opened(PATTERNS)).isZero();
        }
    }

    @Test
    void filter_isSavedWithTheIndex() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            new IndexRuns(open, new Random(1)).run(false);
            assertThat(host.state("existence.bin")).exists();
            assertThat(Recall.keepIds(open)).as("nothing new").isFalse();
        }
    }

    private static List<String> ids(SearchResult result) {
        return result.hits().stream().map(Hit::item).map(Item::id).toList();
    }

    @Test
    void searchOfAnUnchangedStore_readsNoFile() throws IOException {
        try (Recall recall = host.open()) {
            recall.search("retry");
            host.counting.reset();
            host.pass();

            recall.search("kind:solution");

            assertThat(host.counting.opened(PATTERNS)).isZero();
        }
    }

    @Test
    void textThatIsNotSearchSyntax_isStillAQuery() throws IOException {
        try (Recall recall = host.open()) {
            assertThat(recall.search("\"unclosed").total()).isZero();
        }
    }
}
