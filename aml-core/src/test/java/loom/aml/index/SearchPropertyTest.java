package loom.aml.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import loom.aml.CaseSample;
import loom.aml.RandomStore;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.index.query.Match;
import loom.aml.index.query.Matches;
import loom.aml.index.query.Query;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An index finds what a full scan finds, and an updated index equals a rebuilt one. */
class SearchPropertyTest {
    private static final Duration WAIT = Duration.ofMillis(200);
    private static final String[] WORDS = {
        "retry",
        "TypeError",
        "readFile",
        "read_file",
        "src/io/read_all.ts",
        "10.6.0",
        "std::vec",
        "ECONNREFUSED",
        "Größe",
        "Gro\u0308ße",
        "кэш",
        "你好世界",
        "can't",
        "HTTPServer2Go",
        "a",
        "42",
        "value",
        "missing",
        "p95",
        "x86-64",
        "😀"
    };

    @TempDir
    private Path directory;

    static IntStream seeds() {
        return CaseSample.between(1, 12).stream().mapToInt(Integer::intValue);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void search_findsWhatAFullScanFinds(int seed) throws IOException {
        RandomGenerator random = new Random(seed);
        TestStore store = TestStore.in(directory);
        RandomStore.fill(store, random);
        addTexts(store, random);
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, WAIT)) {
            assertThat(search.refresh().direct()).isEmpty();
            PlainSearch plain = new PlainSearch(open);
            ScanSearch scan = new ScanSearch(open);
            for (int i = 0; i < 150; i++) {
                String text = query(random, plain);
                Query query = QueryParser.parse(text, TestStore.NOW);
                SearchRequest request = SearchRequest.of(query).withPage(0, 10_000);
                SearchResult found = search.search(request);
                if (i % 5 == 0) {
                    assertScanFindsTheSame(scan, search, request.withFacets(), text);
                }
                TreeSet<String> places = new TreeSet<>();
                found.hits().forEach(hit -> places.add(place(hit)));
                if (!found.isRelaxed()) {
                    assertThat(places).as("seed %d, query %s", seed, text).isEqualTo(plain.find(query));
                    assertThat(found.total()).isEqualTo(places.size());
                } else {
                    assertThat(plain.find(query))
                            .as("seed %d, query %s", seed, text)
                            .isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void updateAfterRandomEdits_equalsARebuild(int seed) throws IOException {
        RandomGenerator random = new Random(seed * 31L);
        TestStore store = TestStore.in(directory);
        RandomStore.fill(store, random);
        addTexts(store, random);
        for (int round = 0; round < 6; round++) {
            try (MemoryStore open = store.openReadOnly()) {
                StoreIndex index = new StoreIndex(open);
                UpdateResult update = index.update(WAIT);
                assertThat(update.items())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(new PlainSearch(open).items().size());
                assertThat(dump(index.directory()))
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(dump(rebuilt(open)));
            }
            edit(store, random);
        }
    }

    private static void assertScanFindsTheSame(ScanSearch scan, MemorySearch search, SearchRequest request, String text)
            throws IOException {
        Matches scanned = scan.search(request);
        Matches indexed = search.match(request);

        assertThat(scanned.total()).as(text).isEqualTo(indexed.total());
        assertThat(scanned.isRelaxed()).as(text).isEqualTo(indexed.isRelaxed());
        assertThat(scanned.facets()).as(text).isEqualTo(indexed.facets());
        assertThat(scanned.list())
                .as(text)
                .extracting(Match::file, Match::offset, Match::fingerprint)
                .containsExactlyInAnyOrderElementsOf(indexed.list().stream()
                        .map(match -> tuple(match.file(), match.offset(), match.fingerprint()))
                        .toList());
        if (request.query().words().isEmpty()) {
            assertThat(scanned.list())
                    .as(text)
                    .extracting(Match::offset)
                    .isEqualTo(indexed.list().stream().map(Match::offset).toList());
        }
    }

    private static Object dump(Directory directory) throws IOException {
        try (directory) {
            return IndexDump.of(directory);
        }
    }

    private static Directory rebuilt(MemoryStore store) throws IOException {
        Directory memory = new ByteBuffersDirectory();
        Indexer.update(store, Selection.ALL, memory, null);
        return memory;
    }

    private static String place(Hit hit) {
        return hit.match().file().agent() + "/" + hit.match().file().kind().word() + "/"
                + hit.item().id();
    }

    private static String word(RandomGenerator random) {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private static TestItem textItem(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            text.append(word(random)).append(random.nextInt(5) == 0 ? ", " : " ");
        }
        return TestItem.pattern(TestItem.uuid("t" + random.nextInt(60)))
                .with("pattern.approach.rationale", text.toString().strip())
                .with("pattern.type", random.nextBoolean() ? "Cache" : "retry policy")
                .withRaw("metrics.successRate", String.format(Locale.ROOT, "%.2f", random.nextDouble()))
                .withRaw("evolution.confidenceScore", String.format(Locale.ROOT, "%.2f", random.nextDouble()))
                .withRaw("tags", random.nextBoolean() ? "[\"java\", \"Slow Query\"]" : "[\"JAVA\"]")
                .with("active", random.nextInt(4) > 0);
    }

    private static void addTexts(TestStore store, RandomGenerator random) throws IOException {
        List<TestItem> items = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            items.add(textItem(random));
        }
        store.put("texts/patterns.json", TestItem.collection(items));
    }

    private static String query(RandomGenerator random, PlainSearch plain) {
        StringBuilder query = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            query.append(random.nextInt(5) == 0 ? "-" : "")
                    .append(clause(random, plain))
                    .append(' ');
        }
        return query.toString();
    }

    private static String clause(RandomGenerator random, PlainSearch plain) {
        return switch (random.nextInt(14)) {
            case 0 -> "\"" + word(random).replace("😀", "retry") + " " + word(random) + "\"";
            case 1 -> "tag:java";
            case 2 -> "tag:\"slow query\"";
            case 3 -> "kind:" + ItemKind.RUNTIME.get(random.nextInt(3)).plural();
            case 4 -> "agent:agent-" + random.nextInt(3);
            case 5 -> "type:cache";
            case 6 -> "active:" + random.nextBoolean();
            case 7 -> "confidence:" + (random.nextBoolean() ? ">=" : "<") + "0." + random.nextInt(10);
            case 8 -> "success:0." + random.nextInt(5) + "..0." + (5 + random.nextInt(5));
            case 9 -> "executions:>" + random.nextInt(12);
            case 10 -> "age:" + (random.nextBoolean() ? "<" : ">=") + random.nextInt(1, 400) + "d";
            case 11 ->
                "id:"
                        + plain.items().values().stream()
                                .skip(random.nextInt(plain.items().size()))
                                .findFirst()
                                .orElseThrow()
                                .item()
                                .id();
            case 12 -> new String[] {"=>", "😀", ".", "- |", "(", "…", "\""}[random.nextInt(7)];
            default -> word(random).replace("😀", "retry");
        };
    }

    /** Shuffles the items of a file and removes some. */
    private static void shuffle(TestStore store, String file, RandomGenerator random) throws IOException {
        List<String> texts = new ArrayList<>();
        try {
            store.items(file).forEach(item -> texts.add(item.toString()));
        } catch (JsonSyntaxException e) {
            // The file was truncated by an earlier edit, or begins with a byte order mark.
            return;
        }
        Collections.shuffle(texts, new Random(random.nextInt()));
        store.rewrite(file, texts.subList(0, texts.size() - texts.size() / 5).toString());
    }

    /** Changes the store like another program between two searches. */
    private static void edit(TestStore store, RandomGenerator random) throws IOException {
        for (int i = random.nextInt(4); i >= 0; i--) {
            List<String> files = store.collections();
            String file = files.get(random.nextInt(files.size()));
            switch (random.nextInt(7)) {
                case 0 -> Files.delete(store.root().resolve(file));
                case 1 -> store.rewrite(file, "[{\"id\": \"cut off");
                case 2 -> addTexts(store, random);
                case 3 -> store.rewrite(file, store.text(file) + "\n ");
                case 4 ->
                    store.put(
                            "texts/patterns.json.gz",
                            TestStore.gzip(TestItem.collection(textItem(random), textItem(random))));
                case 5 -> shuffle(store, file, random);
                default -> RandomStore.fill(store, random);
            }
            if (store.collections().isEmpty()) {
                addTexts(store, random);
            }
        }
    }
}
