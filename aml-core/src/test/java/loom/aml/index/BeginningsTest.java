package loom.aml.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.index.query.Matches;
import loom.aml.index.query.Query;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.store.MemoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** If no item has a word, items with words that begin with it are found. */
class BeginningsTest {
    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory);
        store.put(
                "dev/patterns.json",
                saying("parser", "the parser reads versions"),
                saying("pars", "pars pro toto"),
                saying("größe", "die größenordnung zählt"),
                saying("camel", "readFileSync blocks"));
    }

    private static TestItem saying(String id, String text) {
        return TestItem.pattern(id).with("pattern.approach.rationale", text);
    }

    private SearchResult search(String query) throws IOException {
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, Duration.ofSeconds(2))) {
            search.refresh();
            return search.search(SearchRequest.of(QueryParser.parse(query, TestStore.NOW)));
        }
    }

    private List<String> find(String query) throws IOException {
        return search(query).hits().stream().map(hit -> hit.item().id()).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "versio, parser",
        "GRÖSSE, größe",
        "toto versi, pars",
        "readFileSy, camel",
        "tot, pars",
        "versio -blocks, parser"
    })
    void beginningOfAWord_isFound(String query, String id) throws IOException {
        assertThat(find(query)).containsExactly(id);
    }

    @Test
    void existingWord_isNotExpanded() throws IOException {
        assertThat(search("pars").isByBeginnings()).isFalse();
        assertThat(find("pars")).containsExactly("pars");
    }

    @Test
    void answer_reportsMatchingByBeginnings() throws IOException {
        assertThat(search("versio").isByBeginnings()).isTrue();
        assertThat(search("versio nothinglikeit").isRelaxed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ve", "versiox", "\"versio\"", "-versio kind:decision", "versio kind:decision"})
    void otherTexts_findNothingMore(String query) throws IOException {
        assertThat(search(query).total()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"versio", "GRÖSSE", "readFileSy", "tot", "blo", "the par", "versio blo"})
    void scanWithoutAnIndex_findsTheSame(String query) throws IOException {
        Query wider = QueryParser.parse(query, TestStore.NOW).byBeginnings().orElseThrow();
        SearchRequest request = SearchRequest.of(wider);
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, Duration.ofSeconds(2))) {
            search.refresh();
            Matches scanned = new ScanSearch(open).search(request);
            Matches indexed = search.match(request);

            assertThat(scanned.total()).isEqualTo(indexed.total()).isPositive();
            assertThat(scanned.isRelaxed()).isEqualTo(indexed.isRelaxed());
        }
    }
}
