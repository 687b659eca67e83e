package loom.aml.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.index.query.Matches;
import loom.aml.index.query.Query;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.store.MemoryStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request that is repeated is not searched again until the store changes. */
class KnownAnswersTest {
    private static final String PATTERNS = "debugger/patterns.json";
    private static final SearchRequest ALL = SearchRequest.of(Query.ALL).withFacets();

    @TempDir
    private Path directory;

    @Test
    void repeatedRequest_hasTheSameAnswer_untilTheStoreChanges() throws IOException {
        TestStore store = TestStore.in(directory).put(PATTERNS, TestItem.pattern("one"));
        // A file that was written just now is read again at each refresh.
        store.age(PATTERNS, Duration.ofDays(2));
        TestStore.passTick();
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, Duration.ofSeconds(2))) {
            search.refresh();
            Matches before = search.match(ALL);
            search.refresh();
            assertThat(search.match(ALL)).isSameAs(before);

            store.put(PATTERNS, TestItem.pattern("one"), TestItem.pattern("two"));
            search.refresh();
            Matches after = search.match(ALL);
            assertThat(after.total()).isEqualTo(2);
            assertThat(after.facets().orElseThrow().kinds()).containsEntry("pattern", 2L);
        }
    }

    @Test
    void eachRequest_hasItsOwnAnswer() throws IOException {
        TestStore store = TestStore.in(directory).put(PATTERNS, TestItem.pattern("one"), TestItem.pattern("two"));
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, Duration.ofSeconds(2))) {
            search.refresh();
            SearchRequest words = SearchRequest.of(QueryParser.parse("id:one", Instant.EPOCH));
            assertThat(search.match(ALL).total()).isEqualTo(2);
            assertThat(search.match(words).total()).isEqualTo(1);
            assertThat(search.match(ALL.withPage(1, 1)).list()).hasSize(1);
            assertThat(search.match(ALL.withPage(0, 2)).list()).hasSize(2);
            assertThat(search.match(SearchRequest.of(Query.ALL)).facets()).isEmpty();
        }
    }

    @Test
    void manyRequests_areForgottenExceptTheLatest() throws IOException {
        KnownAnswers answers = new KnownAnswers();
        TestStore store = TestStore.in(directory).put(PATTERNS, TestItem.pattern("one"));
        try (MemoryStore open = store.openReadOnly();
                MemorySearch search = new MemorySearch(open, Duration.ofSeconds(2))) {
            search.refresh();
            for (int page = 0; page < 1_000; page++) {
                SearchRequest request = ALL.withPage(page, 1);
                answers.keep(request, search.match(request));
            }
        }
        assertThat(answers.find(ALL.withPage(999, 1))).isNotNull();
        assertThat(answers.find(ALL.withPage(900, 1))).isNull();
    }
}
