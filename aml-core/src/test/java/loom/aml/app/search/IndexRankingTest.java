package loom.aml.app.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import loom.aml.index.StoreIndex;
import loom.aml.io.LocalDisk;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexRankingTest {
    private static final Instant NOW = Instant.parse("2026-12-02T08:00:00Z");

    @TempDir
    Path folder;

    private static String solution(String id, String message) {
        return "{\"id\":\"" + id
                + "\",\"agent\":\"a\",\"timestamp\":\"2026-10-01T08:00:00Z\",\"problem\":{\"errorMessage\":\"" + message
                + "\"},\"solution\":{\"rootCause\":\"unknown\"}}";
    }

    @Test
    void anItemWithTheWordsOfTheTitleIsNominated_onceTheIndexIsUpToDate() throws Exception {
        Path store = Files.createDirectories(folder.resolve(".loom/memory/a")).getParent();
        Files.writeString(
                store.resolve("a").resolve(ItemKind.SOLUTION.fileName()),
                "[" + solution("1", "the pool of the shop is empty") + ","
                        + solution("2", "the disk of the host is full") + "]");
        Item added = Item.alone(
                solution("3", "pool of the shop is empty again").getBytes(StandardCharsets.UTF_8), ItemKind.SOLUTION);
        try (MemoryStore open = StoreKinds.openReadOnly(new LocalDisk(), store, StoreOptions.DEFAULT)) {
            try (IndexRanking without = IndexRanking.open(open, open.list(), NOW)) {
                assertThat(without.nearest(added)).isEmpty();
            }
            new StoreIndex(open).update(Duration.ofSeconds(10));
            Item expected = Item.alone(
                    solution("1", "the pool of the shop is empty").getBytes(StandardCharsets.UTF_8), ItemKind.SOLUTION);
            try (IndexRanking ranking = IndexRanking.open(open, open.list(), NOW)) {
                assertThat(ranking.nearest(added)).startsWith(expected.fingerprint());
                assertThat(ranking.nearest(expected)).doesNotContain(expected.fingerprint());
            }
        }
    }
}
