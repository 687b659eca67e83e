package loom.aml.app.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loom.aml.TestItem;
import loom.aml.TestOpener;
import loom.aml.TestStore;
import loom.aml.app.OpenStore;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A brief answer fits into its number of tokens, and says how much there is. */
class BriefAnswerTest {
    private static final int ITEMS = 40;

    @TempDir
    private Path directory;

    private BriefAnswer search(int tokens) throws IOException {
        List<TestItem> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            items.add(TestItem.solution(TestItem.uuid("s" + i))
                    .with("problem.errorMessage", "ECONNRESET number " + i)
                    .with("solution.fixApproach", "raise the timeout ".repeat(40)));
        }
        TestStore store = TestStore.in(directory).put("debugger/solutions.json", items.toArray(TestItem[]::new));
        try (OpenStore opened = new TestOpener(store).forReading()) {
            SearchRequest request = SearchRequest.of(QueryParser.parse("econnreset", store.now()))
                    .withPage(0, ITEMS)
                    .withReasons();
            return new SearchStore(opened).run(request).brief(tokens);
        }
    }

    @Test
    void hits_fitIntoTheTokens() throws IOException {
        BriefAnswer answer = search(1_000);

        assertThat(answer.total()).isEqualTo(ITEMS);
        assertThat(answer.hits()).hasSizeBetween(3, ITEMS - 1);
        assertThat(answer.hits().stream()
                        .mapToInt(hit -> Tokens.of(hit.toJson().toString()))
                        .sum())
                .isBetween(500, 1_000);
    }

    @Test
    void theFirstHit_isPresentHoweverFewTheTokens() throws IOException {
        assertThat(search(1).hits()).singleElement().satisfies(hit -> {
            assertThat(hit.title()).startsWith("ECONNRESET number");
            assertThat(hit.line()).endsWith("…").hasSizeLessThanOrEqualTo(240);
            assertThat(hit.why()).containsExactly("econnreset");
        });
    }
}
