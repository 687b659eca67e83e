package loom.aml.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.WatchedDisk;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.item.ItemKind;
import loom.aml.run.IndexRuns;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches are answered whatever happens to the index, without user intervention. */
class IndexTroubleTest {
    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final String PATTERNS = "debugger/patterns.json";

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void store() throws IOException {
        store = TestStore.in(directory)
                .put(PATTERNS, TestItem.pattern("one"), TestItem.pattern("two"), TestItem.pattern("three"))
                .put("tester/decisions.json", TestItem.decision("five"));
        settle();
    }

    private void settle() throws IOException {
        for (String file : store.collections()) {
            store.age(file, Duration.ofDays(2));
        }
    }

    private Path folder() {
        return store.root().resolveSibling("memory-state").resolve("index");
    }

    private void build() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            new StoreIndex(open).update(WAIT);
        }
    }

    private List<String> find() throws IOException {
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, WAIT)) {
            search.refresh();
            return search.search(SearchRequest.of(QueryParser.parse("retry", TestStore.NOW))).hits().stream()
                    .map(hit -> hit.item().id())
                    .sorted()
                    .toList();
        }
    }

    private Path segment() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.getFileName().toString().startsWith("_"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void makePipe(Path path) throws IOException {
        try {
            assumeTrue(new ProcessBuilder("mkfifo", path.toString()).start().waitFor() == 0, "no mkfifo here");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    enum Place {
        LOCK,
        NOTE,
        SEGMENT,
        COMMIT,
        FOLDER;

        Path of(IndexTroubleTest test) throws IOException {
            return switch (this) {
                case LOCK -> test.folder().resolve("lock");
                case NOTE -> test.folder().resolve("standing.json");
                case SEGMENT -> test.segment();
                case COMMIT -> {
                    try (Stream<Path> files = Files.list(test.folder())) {
                        yield files.filter(file -> file.getFileName().toString().startsWith("segments_"))
                                .findFirst()
                                .orElseThrow();
                    }
                }
                case FOLDER -> test.folder();
            };
        }
    }

    private Path cleared(Place place) throws IOException {
        build();
        Path path = place.of(this);
        if (Files.isDirectory(path)) {
            Files.move(path, path.resolveSibling("moved"));
        } else {
            Files.deleteIfExists(path);
        }
        store.put("new/patterns.json", TestItem.pattern("new"));
        return path;
    }

    private void assertFound() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(find()).containsExactly("new", "one", "three", "two"));
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void pipeInPlaceOfAnyFile_doesNotPreventSearches(Place place) throws IOException {
        makePipe(cleared(place));

        assertFound();
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void directoryInPlaceOfAnyFile_doesNotPreventSearches(Place place) throws IOException {
        Path path = Files.createDirectories(cleared(place));
        Files.createFile(path.resolve("kept"));

        assertFound();

        try (Stream<Path> files = Files.walk(store.root().resolveSibling("memory-state"))) {
            assertThat(files).anyMatch(file -> file.endsWith("kept"));
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void linkInPlaceOfAnyFile_doesNotPreventSearches(Place place) throws IOException {
        Files.createSymbolicLink(cleared(place), directory.resolve("nowhere"));

        assertFound();
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void otherContentInPlaceOfAnyFile_doesNotPreventSearches(Place place) throws IOException {
        Files.write(cleared(place), new byte[] {'{', 0, 1, 2, 3, -1, 0, 0, 0, 0, 0, 0, 0});

        assertFound();
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "create", "list", "state", "tryLock", "rename", "access", "append", "delete"})
    void failureOfAnyCallOnTheIndex_fallsBackToTheStore(String call) throws IOException {
        build();
        store.put("new/patterns.json", TestItem.pattern("new"));
        WatchedDisk disk = new WatchedDisk();
        for (String end :
                List.of("index", "lock", ".cfs", ".cfe", ".si", "segments_1", "segments_2", "standing.json")) {
            disk.before(call, end, () -> {
                throw new FileSystemException(end, null, "Too many open files");
            });
        }
        store.on(disk.disk());

        assertFound();
    }

    @Test
    void indexOfAnotherUser_isNotRead_andTheStoreIsSearched() throws IOException {
        build();
        WatchedDisk disk = new WatchedDisk();
        for (String call : List.of("list", "open", "create", "tryLock")) {
            disk.before(call, "memory-state/index", () -> {
                throw new AccessDeniedException("index");
            });
        }
        store.on(disk.disk());

        assertThat(find()).containsExactly("one", "three", "two");
        try (MemoryStore open = store.openReadOnly()) {
            assertThat(IndexState.of(open.place(), open.list())).isEmpty();
        }
    }

    @Test
    void damageSeenTwice_leavesNoPhantoms() throws IOException {
        build();
        byte[] bytes = store.text(PATTERNS).getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 30] = 1;
        store.put(PATTERNS, bytes);
        for (int round = 0; round < 3; round++) {
            store.put("other-" + round + "/patterns.json", TestItem.pattern("other-" + round));
            settle();
            store.age(PATTERNS, Duration.ofDays(1));
            try (MemoryStore open = store.openReadOnly()) {
                UpdateResult update = new IndexRuns(open, new Random(1)).run(false);

                assertThat(update.kind()).isEqualTo(UpdateResult.Kind.UPDATED);
                assertThat(update.items()).isEqualTo(2 + round);
                assertThat(IndexDump.of(new StoreIndex(open).directory())).isEqualTo(IndexDump.of(rebuilt(open)));
            }
        }
    }

    /** Simulates a heap that is too small for an index in memory. */
    private static final class NoRoom extends FilterDirectory {
        NoRoom() {
            super(new ByteBuffersDirectory());
        }

        @Override
        public IndexOutput createOutput(String name, IOContext context) {
            throw new OutOfMemoryError("tried");
        }
    }

    private MemorySearch searchWithoutRoom(MemoryStore open) throws IOException {
        Files.createDirectories(folder().getParent());
        if (!Files.exists(folder())) {
            Files.writeString(folder(), "in the way");
        }
        return new MemorySearch(open, WAIT, NoRoom::new);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "retry",
                "retry zzz",
                "kind:pattern",
                "-retry",
                "id:00000000",
                "\"may succeed\"",
                "",
                "=>",
                "age:<1d"
            })
    void withoutMemoryForAnyIndex_theStoreIsScanned(String text) throws IOException {
        SearchRequest request =
                SearchRequest.of(QueryParser.parse(text, TestStore.NOW)).withReasons();
        try (MemoryStore open = store.openReadOnly();
                MemorySearch usual = new MemorySearch(open, WAIT);
                MemorySearch search = searchWithoutRoom(open)) {
            usual.refresh();
            assertThat(search.refresh().direct()).isPresent();
            SearchResult expected = usual.search(request);
            SearchResult found = search.search(request);

            assertThat(found.total()).isEqualTo(expected.total());
            assertThat(found.isRelaxed()).isEqualTo(expected.isRelaxed());
            assertThat(found.hits().stream().map(hit -> hit.item().id()))
                    .containsExactlyInAnyOrderElementsOf(
                            expected.hits().stream().map(hit -> hit.item().id()).toList());
        }
    }

    @Test
    void withoutMemoryForAnyIndex_itemsAreLocated_damageIsReported_andLaterChangesAreSeen() throws IOException {
        store.put("broken/patterns.json", "[{\"id\": \"cut");
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = searchWithoutRoom(open)) {
            search.refresh();

            assertThat(search.locate("debugger", ItemKind.PATTERN, TestItem.uuid("two"))
                                    .isPresent()
                            || search.locate("debugger", ItemKind.PATTERN, "two")
                                    .isPresent())
                    .isTrue();
            assertThat(search.unread()).extracting(Finding::where).containsExactly("broken/patterns.json");
            store.put("new/patterns.json", TestItem.pattern("new"));
            assertThat(search.search(SearchRequest.of(QueryParser.parse("retry", TestStore.NOW)))
                            .total())
                    .isEqualTo(4);
        }
    }

    @Test
    void itemWithManyTags_isFoundByEach() throws IOException {
        StringBuilder tags = new StringBuilder("[\"first\"");
        for (int i = 0; i < 20_000; i++) {
            tags.append(",\"tag-").append(i).append('"');
        }
        store.put(
                "many/patterns.json",
                TestItem.pattern("many").withRaw("tags", tags.append(']').toString()));
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, WAIT)) {
            search.refresh();
            for (String tag : List.of("first", "tag-0", "TAG-19999")) {
                assertThat(search.search(SearchRequest.of(QueryParser.parse("tag:" + tag, TestStore.NOW)))
                                .total())
                        .as(tag)
                        .isEqualTo(1);
            }
        }
    }

    private static Directory rebuilt(MemoryStore store) throws IOException {
        var memory = new ByteBuffersDirectory();
        Indexer.update(store, Selection.ALL, memory, null);
        return memory;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13})
    void flippedBytesAnywhereInTheIndex_doNotPreventSearches(int seed) throws IOException {
        build();
        Random random = new Random(seed);
        try (Stream<Path> files = Files.list(folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    for (int i = 0; i < 3 && channel.size() > 0; i++) {
                        long at = random.nextLong(channel.size());
                        channel.write(ByteBuffer.wrap(new byte[] {(byte) random.nextInt()}), at);
                    }
                }
            }
        }

        assertThat(find()).containsExactly("one", "three", "two");
    }
}
