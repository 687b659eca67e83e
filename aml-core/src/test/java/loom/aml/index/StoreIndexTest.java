package loom.aml.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.WatchedDisk;
import loom.aml.index.query.Match;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.item.ItemKind;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NIOFSDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index is updated with the store, rebuilt if it is unusable, and verified against the store. */
class StoreIndexTest {
    private static final Duration WAIT = Duration.ofMillis(100);
    private static final String PATTERNS = "debugger/patterns.json";

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void store() throws IOException {
        store = TestStore.in(directory)
                .put(PATTERNS, TestItem.pattern("one"), TestItem.pattern("two"), TestItem.pattern("three"))
                .put("debugger/solutions.json", TestItem.solution("four"))
                .put("tester/decisions.json", TestItem.decision("five"));
        settle();
    }

    /** Files written within two seconds of being read are read again. */
    private void settle() throws IOException {
        for (String file : store.collections()) {
            store.age(file, Duration.ofDays(2));
        }
        TestStore.passTick();
    }

    private Path folder() {
        return store.root().resolveSibling("memory-state").resolve("index");
    }

    private UpdateResult update() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return new StoreIndex(open).update(WAIT);
        }
    }

    private List<String> find(String query) throws IOException {
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, WAIT)) {
            search.refresh();
            return ids(search, query);
        }
    }

    private static List<String> ids(MemorySearch search, String query) throws IOException {
        SearchResult result = search.search(SearchRequest.of(QueryParser.parse(query, TestStore.NOW)));
        assertThat(result.total()).isEqualTo(result.hits().size());
        return result.hits().stream().map(hit -> hit.item().id()).sorted().toList();
    }

    @Test
    void newIndex_containsAllItems_andIsPrivate() throws IOException {
        UpdateResult update = update();

        assertThat(update.kind()).isEqualTo(UpdateResult.Kind.BUILT);
        assertThat(update.items()).isEqualTo(5);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
        assertThat(folder().resolve(".gitignore")).hasContent("*");
        assertThat(update().kind()).isEqualTo(UpdateResult.Kind.FRESH);
        assertThat(find("retry")).containsExactly("one", "three", "two");
    }

    @Test
    void agentThatCannotBeListed_isReportedUntilItCan() throws IOException {
        update();
        boolean[] isListed = {false};
        store.on(new WatchedDisk()
                .before("list", "tester", () -> {
                    if (!isListed[0]) {
                        throw new FileSystemException("tester", null, "Input/output error");
                    }
                })
                .disk());

        assertThat(update().findings()).extracting(Finding::where).containsExactly("tester");
        assertThat(update().findings()).extracting(Finding::where).containsExactly("tester");
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, WAIT)) {
            search.refresh();
            assertThat(search.unread()).extracting(Finding::where).containsExactly("tester");

            isListed[0] = true;
            search.refresh();
            assertThat(search.unread()).isEmpty();
        }
        assertThat(find("retry")).hasSize(3);
        assertThat(update().items()).isEqualTo(5);
    }

    @Test
    void update_writesOnlyTheChangedItem() throws IOException {
        update();
        store.rewrite(
                PATTERNS,
                TestItem.collection(
                        TestItem.pattern("one").with("pattern.approach.rationale", "a much longer text about backoff"),
                        TestItem.pattern("two"),
                        TestItem.pattern("three")));
        store.age(PATTERNS, Duration.ofDays(2));
        TestStore.passTick();

        UpdateResult update = update();

        assertThat(update.kind()).isEqualTo(UpdateResult.Kind.UPDATED);
        assertThat(update.read()).isEqualTo(1);
        assertThat(update.added()).isEqualTo(1);
        assertThat(update.removed()).isZero();
        assertThat(find("backoff")).containsExactly("one");
        // The others have moved; they are read from their new positions.
        assertThat(find("id:three")).containsExactly("three");
    }

    @Test
    void openSearch_readsOnlyNewSegmentsAfterAChange() throws IOException {
        List<String> opened = new ArrayList<>();
        store.on(new WatchedDisk()
                .before("open", "_0.si", () -> opened.add("_0.si"))
                .before("open", "_0.kdd", () -> opened.add("_0.kdd"))
                .disk());
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, WAIT)) {
            search.refresh();
            opened.clear();
            for (int i = 0; i < 5; i++) {
                changeOne("backoff " + i);
                search.refresh();
            }

            assertThat(ids(search, "backoff")).containsExactly("one");
        }
        assertThat(opened).doesNotContain("_0.kdd");
        assertThat(find("backoff")).containsExactly("one");
        assertThat(find("retry")).containsExactly("one", "three", "two");
    }

    @Test
    void openSearch_seesAnIndexThatAnotherProcessRebuilt() throws IOException {
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, WAIT)) {
            search.refresh();
            // The rebuilt index repeats the numbers of the first one.
            changeOne("backoff");
            try (MemoryStore other = store.openReadOnly()) {
                new StoreIndex(other).rebuild(WAIT);
            }
            search.refresh();
            assertThat(ids(search, "backoff")).containsExactly("one");

            changeOne("patience");
            search.refresh();
            assertThat(ids(search, "backoff")).isEmpty();
            assertThat(ids(search, "patience")).containsExactly("one");
        }
        assertThat(find("patience")).containsExactly("one");
        assertThat(update().items()).isEqualTo(5);
    }

    @Test
    void manySmallChanges_neverRewriteALargeSegment() throws IOException {
        TestItem[] many = IntStream.range(0, 4_000)
                .mapToObj(i -> TestItem.pattern("many-" + i)
                        .with("pattern.approach.rationale", ("word" + i + " ").repeat(3) + "of text " + i * 31))
                .toArray(TestItem[]::new);
        store.put("writer/patterns.json", many);
        settle();
        update();
        FileTime written = Files.getLastModifiedTime(folder().resolve("_0.si"));

        for (int i = 0; i < 30; i++) {
            changeOne("backoff " + i);
            assertThat(update().kind()).isEqualTo(UpdateResult.Kind.UPDATED);
        }

        assertThat(Files.getLastModifiedTime(folder().resolve("_0.si"))).isEqualTo(written);
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files.filter(file -> file.toString().endsWith(".si"))).hasSizeLessThan(20);
        }
        assertThat(find("backoff")).containsExactly("one");
    }

    private void changeOne(String rationale) throws IOException {
        store.rewrite(
                PATTERNS,
                TestItem.collection(
                        TestItem.pattern("one").with("pattern.approach.rationale", rationale),
                        TestItem.pattern("two"),
                        TestItem.pattern("three")));
        store.age(PATTERNS, Duration.ofDays(2));
        TestStore.passTick();
    }

    @Test
    void idInBothFiles_isFoundInThePlainOne_andInTheOtherAfterItsRemoval() throws IOException {
        store.putGzip(
                PATTERNS + ".gz",
                TestItem.pattern("one")
                        .with("pattern.approach.rationale", "suffixed")
                        .with("metrics.executionCount", 99),
                TestItem.pattern("six").with("pattern.approach.rationale", "suffixed"));
        settle();

        assertThat(find("suffixed")).containsExactly("six");
        Files.delete(store.root().resolve(PATTERNS));
        assertThat(find("suffixed")).containsExactly("one", "six");
        assertThat(find("id:two")).isEmpty();
    }

    @Test
    void ofSeveralItemsWithOneId_theMostUsedIsFound() throws IOException {
        store.rewrite(
                PATTERNS,
                TestItem.collection(
                        TestItem.pattern("one").with("pattern.type", "seldom").with("metrics.executionCount", 3),
                        TestItem.pattern("one").with("pattern.type", "often").with("metrics.executionCount", 30),
                        TestItem.pattern("one").with("pattern.type", "never").with("metrics.executionCount", 0)));

        assertThat(find("type:often")).containsExactly("one");
        assertThat(find("type:seldom")).isEmpty();
        assertThat(find("agent:debugger kind:pattern")).containsExactly("one");
    }

    @Test
    void unreadableFile_hasNoItems_andIsReportedEachTime() throws IOException {
        update();
        store.rewrite(PATTERNS, TestItem.collection(TestItem.pattern("one")) + "x");
        settle();

        assertThat(find("kind:pattern")).isEmpty();
        UpdateResult again = update();
        assertThat(again.kind()).isEqualTo(UpdateResult.Kind.FRESH);
        assertThat(again.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.DAMAGED);
        assertThat(again.items()).isEqualTo(2);

        store.rewrite(PATTERNS, TestItem.collection(TestItem.pattern("one")));
        assertThat(find("kind:pattern")).containsExactly("one");
        assertThat(update().findings()).isEmpty();
    }

    @Test
    void itemWithoutAnId_isNotFound() throws IOException {
        store.rewrite(PATTERNS, TestItem.collection(TestItem.pattern("one").without("id"), TestItem.pattern("two")));

        assertThat(find("retry")).containsExactly("two");
    }

    @Test
    void indexWithATruncatedFile_isRebuilt() throws IOException {
        update();
        for (int i = 0; i < files().size(); i++) {
            Path file = files().get(i);
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

            assertThat(find("retry")).as(file.getFileName().toString()).containsExactly("one", "three", "two");
            try (MemoryStore open = store.openReadOnly()) {
                new StoreIndex(open).rebuild(WAIT);
            }
        }
    }

    @Test
    void indexWithAMissingFile_isRebuilt() throws IOException {
        update();
        for (int i = 0; i < files().size(); i++) {
            Path file = files().get(i);
            Files.delete(file);

            assertThat(find("retry")).as(file.getFileName().toString()).containsExactly("one", "three", "two");
        }
    }

    @Test
    void flippedByte_isFoundByVerification() throws IOException {
        update();
        for (int i = 0; i < files().size(); i++) {
            Path file = files().get(i);
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 0x55;
            Files.write(file, bytes);
            try (MemoryStore open = store.openReadOnly()) {
                StoreIndex index = new StoreIndex(open);
                assertThat(index.damage()).as(file.getFileName().toString()).isPresent();
                index.rebuild(WAIT);
                assertThat(index.damage()).isEmpty();
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> !file.getFileName().toString().matches("lock|\\..*|standing.*"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void indexOfAnotherVersionOrProgram_isRebuilt() throws IOException {
        Files.createDirectories(folder());
        try (Directory foreign = new NIOFSDirectory(folder());
                IndexWriter writer = new IndexWriter(foreign, new IndexWriterConfig())) {
            writer.addDocument(List.of());
            writer.commit();
        }

        assertThat(update().kind()).isEqualTo(UpdateResult.Kind.BUILT);
        assertThat(find("retry")).containsExactly("one", "three", "two");
    }

    @Test
    void lockedOutdatedIndex_isNotSearched_butTheStoreIs() throws IOException {
        update();
        store.put("tester/patterns.json", TestItem.pattern("new"));
        try (MemoryStore open = store.openReadOnly();
                Closeable _ = IndexFolder.beside(open.place()).lock(WAIT);
                MemorySearch search = new MemorySearch(open, WAIT)) {
            MemorySearch.Refreshed refreshed = search.refresh();

            assertThat(refreshed.direct())
                    .hasValueSatisfying(why -> assertThat(why).contains("another process"));
            assertThat(ids(search, "retry")).containsExactly("new", "one", "three", "two");
            store.put("tester/patterns.json", TestItem.pattern("newer"));
            search.refresh();
            assertThat(ids(search, "retry")).containsExactly("newer", "one", "three", "two");
        }
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, WAIT)) {
            assertThat(search.refresh().direct()).isEmpty();
        }
    }

    @Test
    void lockedCurrentIndex_isSearched() throws IOException {
        update();
        try (MemoryStore open = store.openReadOnly();
                Closeable _ = IndexFolder.beside(open.place()).lock(WAIT);
                MemorySearch search = new MemorySearch(open, WAIT)) {
            assertThat(search.refresh().direct()).isEmpty();
            assertThat(ids(search, "retry")).containsExactly("one", "three", "two");
        }
    }

    @Test
    void withoutWriteAccess_theStoreIsIndexedInMemory() throws IOException {
        Files.write(store.root().resolveSibling("memory-state"), new byte[0]);
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, WAIT)) {
            assertThat(search.refresh().direct()).isPresent();
            assertThat(ids(search, "retry")).containsExactly("one", "three", "two");
        }
    }

    @Test
    void filesOfACrashBeforeTheCommit_areNotPartOfTheIndex() throws IOException {
        update();
        Files.write(folder().resolve("_9.cfs"), "half a segment".getBytes(UTF_8));
        Files.write(folder().resolve("pending_segments_7"), "half a commit".getBytes(UTF_8));

        assertThat(update().kind()).isEqualTo(UpdateResult.Kind.FRESH);
        store.put("tester/patterns.json", TestItem.pattern("new"));
        assertThat(find("retry")).containsExactly("new", "one", "three", "two");
        assertThat(folder().resolve("pending_segments_7")).doesNotExist();
    }

    @Test
    void itemThatChangedSinceItMatched_isNeverShownAsItWas() throws IOException {
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, WAIT)) {
            search.refresh();
            store.rewrite(
                    PATTERNS,
                    TestItem.collection(
                            TestItem.pattern("zero").with("pattern.type", "in front"),
                            TestItem.pattern("one").with("pattern.approach.rationale", "now about something else"),
                            TestItem.pattern("two")));

            SearchResult result =
                    search.search(SearchRequest.of(QueryParser.parse("rationale OR retry", TestStore.NOW)));
            for (Hit hit : result.hits()) {
                assertThat(store.text(PATTERNS)).contains(new String(hit.item().copyBytes(), UTF_8));
            }
            assertThat(ids(search, "kind:pattern")).containsExactly("one", "two", "zero");
        }
    }

    @Test
    void item_isLocated_andReadAlone() throws IOException {
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, WAIT)) {
            search.refresh();
            Match match = search.locate("debugger", ItemKind.PATTERN, "two").orElseThrow();

            assertThat(search.read(List.of(match)))
                    .singleElement()
                    .satisfies(hit -> assertThat(hit.item().id()).isEqualTo("two"));
            assertThat(search.locate("debugger", ItemKind.SOLUTION, "two")).isEmpty();
        }
    }

    @Test
    void state_isDeterminedWithoutOpeningTheIndex() throws IOException {
        assertThat(state().isPresent()).isFalse();
        update();
        assertThat(state().isFresh()).isTrue();
        assertThat(state().bytes()).isPositive();
        store.put("tester/patterns.json", TestItem.pattern("new"));
        assertThat(state().isPresent()).isTrue();
        assertThat(state().isFresh()).isFalse();
        Files.write(files().getFirst(), new byte[] {1}, StandardOpenOption.APPEND);
        assertThat(state().isPresent()).isFalse();
    }

    private IndexState state() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return IndexState.of(open.place(), open.list()).orElseThrow();
        }
    }

    @Test
    void severalThreads_canSearch_whileTheStoreChanges() throws Exception {
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, Duration.ofSeconds(30))) {
            search.refresh();
            List<Throwable> wrong = Collections.synchronizedList(new ArrayList<>());
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        for (int i = 0; i < 60; i++) {
                            assertThat(ids(search, "kind:solution")).containsExactly("four");
                        }
                    } catch (IOException | AssertionError | RuntimeException e) {
                        wrong.add(e);
                    }
                }));
            }
            for (int i = 0; i < 10; i++) {
                store.rewrite(PATTERNS, TestItem.collection(TestItem.pattern("p" + i)));
                search.refresh();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void directScan_findsWhatTheIndexFinds() throws IOException {
        update();
        try (MemoryStore open = store.openReadOnly();
                Directory onDisk = new StoreIndex(open).directory();
                Directory memory = new ByteBuffersDirectory()) {
            Indexer.update(open, Selection.ALL, memory, null);
            assertThat(IndexDump.of(memory)).isEqualTo(IndexDump.of(onDisk));
        }
    }
}
