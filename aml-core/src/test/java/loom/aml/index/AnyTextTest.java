package loom.aml.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.store.MemoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text is a query: text that is not syntax is searched as words, and items that contain them are found. */
class AnyTextTest {
    private static final Duration WAIT = Duration.ofMillis(100);

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void store() {
        store = TestStore.in(directory);
    }

    private List<String> find(String query) throws IOException {
        return search(query).hits().stream().map(hit -> hit.item().id()).toList();
    }

    private SearchResult search(String query) throws IOException {
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, WAIT)) {
            assertThat(search.refresh().direct()).isEmpty();
            return search.search(SearchRequest.of(QueryParser.parse(query, TestStore.NOW)));
        }
    }

    private static TestItem saying(String id, String text) {
        return TestItem.pattern(id).withRaw("pattern.approach.rationale", quoted(text));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t") + '"';
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fetch failed => retry",
                "retry | timeout",
                "timeout - connection",
                "refused & closed",
                "closed = 5",
                "timeout — deploy",
                "deploy 🚀 done",
                "failed ... retry",
                "failed -- retry",
                "(closed) [done]",
                "\"refused",
                "refused\"",
                "fetch: failed",
                "'fetch failed'"
            })
    void symbolsBetweenWords_areIgnored(String query) throws IOException {
        store.put(
                "dev/patterns.json",
                saying("one", "fetch failed => retry | timeout - connection refused & closed = 5 — deploy 🚀 done"));

        assertThat(search(query).isRelaxed()).isFalse();
        assertThat(find(query)).containsExactly("one");
    }

    static Stream<String> errorLines() throws IOException {
        try (InputStream lines = AnyTextTest.class.getResourceAsStream("error-lines.txt")) {
            return new String(lines.readAllBytes(), UTF_8).lines().toList().stream();
        }
    }

    @Test
    void everyErrorLine_isAQuery_andFindsTheItemThatQuotesIt() throws IOException {
        List<String> lines = errorLines().toList();
        store.put(
                "dev/patterns.json",
                IntStream.range(0, lines.size())
                        .mapToObj(i -> saying("line-" + i, lines.get(i)))
                        .toArray(TestItem[]::new));
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, WAIT)) {
            search.refresh();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                SearchResult found = search.search(
                        SearchRequest.of(QueryParser.parse(line, TestStore.NOW)).withPage(0, lines.size()));
                // A pasted dash excludes words as well: "cannot find -lssl".
                if (!line.matches(".*(^| )-[\\p{L}\\p{N}@$].*")) {
                    assertThat(found.hits())
                            .as(line)
                            .extracting(hit -> hit.item().id())
                            .contains("line-" + i);
                    assertThat(found.isRelaxed()).as(line).isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"🚀", "=>", "|", "…", "€", "⚙️", "👩‍💻"})
    void singleSymbol_findsTheItemsThatContainIt(String sign) throws IOException {
        store.put("dev/patterns.json", saying("with", "before " + sign + " after"), saying("without", "before after"));

        assertThat(find(sign)).containsExactly("with");
    }

    @ParameterizedTest
    @ValueSource(strings = {"🚀", "=>", "|", "\u200d", "\u0000", "\u0301", "§ §", "\"", "\"\""})
    void absentSymbol_findsNothing(String sign) throws IOException {
        store.put("dev/patterns.json", saying("without", "before after"));

        assertThat(search(sign).total()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "GRÖSSE,größe",
        "größe,GRÖSSE",
        "grösse,Größe",
        "STRASSE,STRAẞE",
        "οδος,ΟΔΟΣ",
        "istanbul,İSTANBUL",
        "ISTANBUL,istanbul",
        "ısparta,ISPARTA",
        "ﬁle,FILE",
        "МОСКВА,москва",
        "ΜΙΚΡΌ,μικρό",
        "ＡＢＣ,ａｂｃ"
    })
    void letters_matchRegardlessOfCase(String query, String text) throws IOException {
        store.put("dev/patterns.json", saying("one", "say " + text + " here").withRaw("tags", "[\"" + text + "\"]"));

        assertThat(find(query)).containsExactly("one");
        assertThat(find("tag:" + query)).containsExactly("one");
    }

    @ParameterizedTest
    @CsvSource({
        "20.11.1,Node.js v20.11.1",
        "v20.11.1,node 20.11.1",
        "20.11,v20.11.1",
        "3.12,python3.12 fails",
        "1.2.3,bar@v1.2.3: unknown revision",
        "1.22,go1.22",
        "V2.0,version 2.0",
        "4.12.0,okhttp:4.12.0."
    })
    void version_isFoundWithAnyPrefix(String query, String text) throws IOException {
        store.put("dev/patterns.json", saying("one", text));

        assertThat(find(query)).containsExactly("one");
    }

    @Test
    void agentInAnotherNormalization_matches() throws IOException {
        store.put("cafe\u0301/patterns.json", saying("one", "retry"));

        assertThat(find("agent:caf\u00e9")).containsExactly("one");
        assertThat(find("agent:cafe\u0301 retry")).containsExactly("one");
    }

    static Stream<String> longTexts() {
        return Stream.of(
                numbered("word", 1_500) + " timeout",
                "timeout ".repeat(3_000),
                '"' + numbered("timeout", 30_000) + '"',
                "timeout/".repeat(30_000),
                "timeout " + numbered("tag:t", 3_000),
                "timeout " + numbered("-w", 3_000),
                "\"timeout\" " + "x".repeat(1_000_000));
    }

    private static String numbered(String word, int count) {
        return IntStream.range(0, count).mapToObj(i -> word + i).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @MethodSource("longTexts")
    void textOfAnyLength_isAnsweredQuickly(String text) throws IOException {
        store.put("dev/patterns.json", saying("one", "a timeout"));
        search("timeout");

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> search(text));
    }

    @Test
    void moreAgentsThanTheClauseLimit_canBeFiltered() throws IOException {
        for (int i = 0; i < 1_500; i++) {
            store.put("agent-" + i + "/patterns.json", saying("of-" + i, "retry"));
        }

        assertThat(search("kind:pattern retry").total()).isEqualTo(1_500);
        assertThat(search("-kind:pattern retry").total()).isZero();
    }
}
