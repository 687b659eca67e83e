package loom.aml.recall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.WatchedDisk;
import loom.aml.item.ItemKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads single items from a store that others write. */
class RecallTest {
    private static final String PATTERNS = "debugger/patterns.json";

    @TempDir
    private Path directory;

    private Host host;
    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        host = new Host(directory);
        store = host.store;
        store.put(PATTERNS, patterns(0, 300));
        host.settle(PATTERNS);
    }

    private static TestItem[] patterns(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> TestItem.pattern(TestItem.uuid("p" + i)).padded(i))
                .toArray(TestItem[]::new);
    }

    private static String id(int i) {
        return TestItem.uuid("p" + i);
    }

    private static String text(Recall recall, String id) throws IOException {
        return recall.get("debugger", ItemKind.PATTERN, id)
                .map(RecalledItem::text)
                .orElse("none");
    }

    @Test
    void get_returnsTheExactItemWithItsFields() throws IOException {
        try (Recall recall = host.open()) {
            RecalledItem item = recall.get("debugger", ItemKind.PATTERN, id(7)).orElseThrow();

            assertThat(item.text()).isEqualTo(patterns(7, 8)[0].toString());
            assertThat(item.bytes()).isEqualTo(item.text().getBytes(UTF_8));
            assertThat(item.fields().confidence()).hasValue(0.6);
            assertThat(item.fields().id()).isEqualTo(item.id()).isEqualTo(id(7));
            assertThat(item.agent()).isEqualTo("debugger");
            assertThat(item.kind()).isEqualTo(ItemKind.PATTERN);
        }
    }

    @Test
    void get_isEmptyForMissingItems() throws IOException {
        try (Recall recall = host.open()) {
            assertThat(recall.get("debugger", ItemKind.PATTERN, "no-such-id")).isEmpty();
            assertThat(recall.get("debugger", ItemKind.SOLUTION, id(1))).isEmpty();
            assertThat(recall.get("nobody", ItemKind.PATTERN, id(1))).isEmpty();
            assertThat(recall.get("../debugger", ItemKind.PATTERN, id(1))).isEmpty();
            assertThat(recall.get("", ItemKind.PATTERN, "")).isEmpty();
        }
    }

    @Test
    void get_readsCompressedFiles_andPrefersThePlainFile() throws IOException {
        store.putGzip("zipped/patterns.json", patterns(0, 50))
                .put("both/patterns.json", TestItem.pattern("x").with("x_from", "plain"))
                .putGzip(
                        "both/patterns.json.gz",
                        TestItem.pattern("x").with("x_from", "suffixed"),
                        TestItem.pattern("y").with("x_from", "suffixed"));
        try (Recall recall = host.open()) {
            assertThat(recall.get("zipped", ItemKind.PATTERN, id(49))
                            .orElseThrow()
                            .text())
                    .isEqualTo(patterns(49, 50)[0].toString());
            assertThat(recall.get("both", ItemKind.PATTERN, "x").orElseThrow().text())
                    .contains("plain");
            assertThat(recall.get("both", ItemKind.PATTERN, "y").orElseThrow().text())
                    .contains("suffixed");
        }
    }

    @Test
    void get_readsTheBytesOfTheItemOnly() throws IOException {
        try (Recall recall = host.open()) {
            text(recall, id(0));
            host.counting.reset();

            String item = text(recall, id(200));

            assertThat(host.counting.bytesOf(PATTERNS))
                    .as("of %d bytes", store.size(PATTERNS))
                    .isEqualTo(item.length() + 2);
        }
    }

    @Test
    void get_ofACachedItem_opensNoFile() throws IOException {
        try (Recall recall = host.open()) {
            String item = text(recall, id(5));
            host.counting.reset();

            assertThat(text(recall, id(5))).isEqualTo(item);

            assertThat(host.counting.opened("")).isZero();
            assertThat(recall.statistics().hits()).isEqualTo(1);
            assertThat(recall.statistics().misses()).isEqualTo(1);
            assertThat(recall.statistics().bytes()).isGreaterThan(item.length());
        }
    }

    @Test
    void change_isSeenWithinTheTimeOfThePolicy_andUnchangedFilesAreNotReadAgain() throws IOException {
        store.put("reviewer/patterns.json", patterns(400, 410));
        host.settle("reviewer/patterns.json");
        try (Recall recall = host.open()) {
            text(recall, id(3));
            recall.get("reviewer", ItemKind.PATTERN, id(401));
            String changed =
                    TestItem.collection(TestItem.pattern(id(3)).with("x_new", true), TestItem.pattern("another"));
            store.rewrite(PATTERNS, changed);
            host.settle(PATTERNS);
            host.counting.reset();
            host.pass();

            assertThat(text(recall, id(3))).contains("x_new");
            assertThat(text(recall, "another")).contains("another");
            assertThat(text(recall, id(4))).isEqualTo("none");
            recall.get("reviewer", ItemKind.PATTERN, id(402));
            assertThat(host.counting.opened("reviewer/patterns.json"))
                    .as("one item")
                    .isEqualTo(1);
            assertThat(host.counting.bytesOf("reviewer/patterns.json"))
                    .isLessThan(store.size("reviewer/patterns.json") / 5);
        }
    }

    @Test
    void removedItem_isNotReturnedFromTheCache_beyondTheTimeOfThePolicy() throws IOException {
        try (Recall recall = host.open()) {
            text(recall, id(3));
            store.rewrite(PATTERNS, TestItem.collection(patterns(10, 20)));
            host.pass();

            assertThat(text(recall, id(3))).isEqualTo("none");
            assertThat(recall.statistics().items()).isZero();
            Files.delete(store.root().resolve(PATTERNS));
            host.pass();
            assertThat(text(recall, id(12))).isEqualTo("none");
        }
    }

    @Test
    void unchangedItemInARewrittenFile_staysCached() throws IOException {
        try (Recall recall = host.open()) {
            text(recall, id(100));
            store.rewrite(PATTERNS, TestItem.collection(patterns(50, 300)));
            host.pass();

            text(recall, id(100));

            assertThat(recall.statistics().hits()).isEqualTo(1);
        }
    }

    @Test
    void itemThatMovedUnnoticed_isFoundAgain_andNeverConfusedWithAnother() throws IOException {
        try (Recall recall = host.open()) {
            text(recall, id(0));
            store.rewrite(PATTERNS, TestItem.collection(patterns(90, 120)));

            assertThat(text(recall, id(100))).isEqualTo(patterns(100, 101)[0].toString());
            assertThat(text(recall, id(1))).isEqualTo("none");
        }
    }

    @Test
    void changeInPlaceWithinOneTickAndOfTheSameSize_isSeen() throws IOException {
        String one = TestItem.collection(TestItem.pattern("a").with("x_v", "1"), TestItem.pattern("b"));
        store.put(PATTERNS, one);
        var time = Files.getLastModifiedTime(store.root().resolve(PATTERNS));
        try (Recall recall = host.open(RecallPolicy.DEFAULT)) {
            assertThat(text(recall, "a")).contains("\"1\"");
            store.put(PATTERNS, one.replace("\"x_v\": \"1\"", "\"x_v\": \"2\""));
            Files.setLastModifiedTime(store.root().resolve(PATTERNS), time);
            host.pass();

            assertThat(text(recall, "a")).contains("\"2\"");
        }
    }

    @Test
    void damagedFile_isNotTreatedAsEmpty_andOtherFilesAreRead() throws IOException {
        store.put("broken/patterns.json", TestItem.collection(patterns(0, 3)).substring(1))
                .put("fine/patterns.json", TestItem.pattern("x"));
        try (Recall recall = host.open()) {
            assertThatThrownBy(() -> recall.get("broken", ItemKind.PATTERN, id(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("broken/patterns.json")
                    .hasMessageContaining("--repair");
            assertThat(recall.get("fine", ItemKind.PATTERN, "x")).isPresent();
            assertThat(recall.exists("x")).isTrue();
            assertThat(recall.exists("y")).isFalse();

            store.rewrite("broken/patterns.json", TestItem.collection(patterns(0, 3)));
            host.pass();
            assertThat(recall.get("broken", ItemKind.PATTERN, id(1))).isPresent();
        }
    }

    @Test
    void agentThatCannotBeListed_isNotTreatedAsEmpty() throws IOException {
        store.put("debugger/solutions.json", TestItem.solution("s"));
        WatchedDisk watched = new WatchedDisk();
        store.on(watched.disk());
        try (Recall recall = host.open()) {
            watched.beforeFirst("list", "debugger", RecallTest::fail);
            watched.beforeFirst("list", "debugger", RecallTest::fail);
            host.pass();
            assertThatThrownBy(() -> recall.get("debugger", ItemKind.SOLUTION, "s"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("debugger cannot be listed");
            assertThat(recall.get("tester", ItemKind.SOLUTION, "s")).isEmpty();
            host.pass();
            assertThatThrownBy(() -> recall.get("debugger", ItemKind.SOLUTION, "s"))
                    .isInstanceOf(IOException.class);
            host.pass();
            assertThat(recall.get("debugger", ItemKind.SOLUTION, "s")).isPresent();
        }
    }

    private static void fail() throws IOException {
        throw new FileSystemException("debugger", null, "Input/output error");
    }

    @Test
    void ofItemsWithEqualIds_theMostUsedIsReturned_elseTheFirst() throws IOException {
        store.put(
                PATTERNS,
                TestItem.pattern("a").with("x_n", "first"),
                TestItem.pattern("a").with("x_n", "second"),
                TestItem.pattern("b").with("x_n", "seldom"),
                TestItem.pattern("b").with("x_n", "often").with("metrics.executionCount", 70));
        try (Recall recall = host.open()) {
            assertThat(text(recall, "a")).contains("first");
            assertThat(text(recall, "b")).contains("often");
        }
    }

    @Test
    void idSpelledWithEscapes_isFound() throws IOException {
        store.put(PATTERNS, "[{\"id\": \"caf\\u00e9 \\ud83d\\ude00\", \"agent\": \"debugger\"}]");
        try (Recall recall = host.open()) {
            assertThat(text(recall, "café 😀")).contains("debugger");
            assertThat(recall.exists("café 😀")).isTrue();
        }
    }

    @Test
    void exists_knowsEveryItemOfEveryAgent_andSeesAdditionsAndRemovals() throws IOException {
        store.putGzip("reviewer/solutions.json", TestItem.solution("s"));
        try (Recall recall = host.open()) {
            for (int i = 0; i < 300; i++) {
                assertThat(recall.exists(id(i))).isTrue();
            }
            assertThat(recall.exists("s")).isTrue();
            assertThat(recall.exists("t")).isFalse();
            store.rewrite("reviewer/solutions.json", TestItem.collection(TestItem.solution("t")))
                    .put("third/decisions.json", TestItem.decision("d"));
            host.pass();

            assertThat(recall.exists("t")).isTrue();
            assertThat(recall.exists("d")).isTrue();
            assertThat(recall.exists("s")).as("removed").isFalse();
        }
    }

    @Test
    void existsOfAMissingId_isAnsweredByTheSavedFilter_withoutReadingCollections() throws IOException {
        host.keepIds();
        host.counting.reset();
        try (Recall recall = host.open()) {
            for (int i = 0; i < 20; i++) {
                assertThat(recall.exists("not-there-" + i)).isFalse();
            }
            assertThat(host.counting.opened(PATTERNS)).isZero();
            assertThat(recall.exists(id(17))).isTrue();
        }
    }

    @Test
    void exists_withAFilterOfAnOlderStore_hasNoFalseNegatives() throws IOException {
        host.keepIds();
        store.rewrite(PATTERNS, TestItem.collection(patterns(250, 600)));
        try (Recall recall = host.open()) {
            for (int i = 250; i < 600; i++) {
                assertThat(recall.exists(id(i))).as("p%d", i).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 50, 150, 400})
    void exists_withATruncatedFilter_hasNoFalseNegatives_andRebuildsIt(int length) throws IOException {
        host.keepIds();
        byte[] whole = Files.readAllBytes(host.state("existence.bin"));
        Files.write(host.state("existence.bin"), Arrays.copyOf(whole, length));
        try (Recall recall = host.open()) {
            for (int i = 0; i < 300; i++) {
                assertThat(recall.exists(id(i))).isTrue();
            }
        }
        host.keepIds();
        assertThat(Files.readAllBytes(host.state("existence.bin"))).hasSameSizeAs(whole);
    }

    @Test
    void recall_writesNothingIntoTheStore() throws IOException {
        Map<String, String> before = store.memory();
        try (Recall recall = host.open()) {
            text(recall, id(1));
            recall.exists("x");
        }
        host.keepIds();
        host.keepWarm(RecallPolicy.DEFAULT);

        assertThat(store.memory()).isEqualTo(before);
        assertThat(Files.getPosixFilePermissions(host.state("").normalize())).hasSize(3);
        assertThat(host.state(".gitignore")).hasContent("*");
    }
}
