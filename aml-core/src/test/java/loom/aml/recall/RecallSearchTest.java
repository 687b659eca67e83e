package loom.aml.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.index.SearchClosedException;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches of a long-lived process while others write. */
class RecallSearchTest {
    @TempDir
    private Path directory;

    private final AtomicLong nanos = new AtomicLong();

    private static List<String> ids(Recall recall, String query) throws IOException {
        return recall
                .search(SearchRequest.of(QueryParser.parse(query, TestStore.NOW))
                        .withReasons())
                .hits()
                .stream()
                .map(hit -> hit.item().id())
                .sorted()
                .toList();
    }

    @Test
    void search_seesChangesWithinTheTimeOfThePolicy() throws IOException {
        TestStore store = TestStore.in(directory).put("debugger/patterns.json", TestItem.pattern("one"));
        RecallPolicy policy = RecallPolicy.DEFAULT.withNoticedWithin(Duration.ofSeconds(1));
        try (Recall recall = Recall.open(store.openReadOnly(), policy, nanos::get)) {
            assertThat(ids(recall, "retry")).containsExactly("one");
            store.put("tester/patterns.json", TestItem.pattern("two"));
            assertThat(ids(recall, "retry")).containsExactly("one");
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(ids(recall, "retry")).containsExactly("one", "two");
        }
        try (var open = store.openReadOnly()) {
            assertThat(RecallStatistics.of(open.place()).orElseThrow().searches())
                    .isEqualTo(3);
        }
    }

    /** A host ends while calls are still answered: they fail, and nothing is opened again. */
    @Test
    void search_afterTheEnd_isRefused() throws IOException {
        TestStore store = TestStore.in(directory).put("debugger/patterns.json", TestItem.pattern("one"));
        Recall recall = Recall.open(store.openReadOnly(), RecallPolicy.DEFAULT, nanos::get);
        assertThat(ids(recall, "retry")).containsExactly("one");
        recall.close();

        assertThatThrownBy(() -> ids(recall, "retry")).isInstanceOf(SearchClosedException.class);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThatThrownBy(() -> ids(recall, "retry")).isInstanceOf(SearchClosedException.class);
    }
}
