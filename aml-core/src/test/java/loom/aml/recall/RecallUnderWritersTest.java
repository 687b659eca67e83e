package loom.aml.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.item.ItemKind;
import loom.aml.store.kind.StoreKinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many threads read while other programs write the store like the runtime. */
class RecallUnderWritersTest {
    private static final long SEED = 20_261_126;
    private static final String PATTERNS = "debugger/patterns.json";
    private static final int STAYING = 40;
    private static final int VERSIONS = 120;

    @TempDir
    private Path directory;

    /** Each version has the same items at other positions, all marked with its number. */
    private static String version(int number) {
        List<TestItem> items = new ArrayList<>();
        Random random = new Random(SEED + number);
        for (int i = 0; i < STAYING; i++) {
            items.add(TestItem.pattern("p" + i).with("x_version", number).padded(random.nextInt(200)));
        }
        Collections.shuffle(items, random);
        return TestItem.collection(items);
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void unchangedItems_areAlwaysFound_complete_andNeverOlderThanSeenBefore() throws Exception {
        TestStore store = TestStore.in(directory).put(PATTERNS, version(0));
        AtomicBoolean isWriting = new AtomicBoolean(true);
        AtomicInteger asked = new AtomicInteger();
        RecallPolicy policy = RecallPolicy.DEFAULT.withNoticedWithin(Duration.ofMillis(2));
        try (Recall recall = Recall.open(StoreKinds.openReadOnly(store.root()), policy);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Callable<Void> reader = () -> {
                Random random = new Random(SEED);
                do {
                    String id = "p" + random.nextInt(STAYING);
                    RecalledItem item =
                            recall.get("debugger", ItemKind.PATTERN, id).orElseThrow(() -> new AssertionError(id));
                    assertThat(item.fields().id()).isEqualTo(id);
                    assertThat(recall.exists(id)).as(id).isTrue();
                    asked.incrementAndGet();
                } while (isWriting.get());
                return null;
            };
            List<Future<Void>> readers =
                    List.of(threads.submit(reader), threads.submit(reader), threads.submit(reader));
            for (int number = 1; number <= VERSIONS; number++) {
                store.rewrite(PATTERNS, version(number));
                Thread.sleep(1);
            }
            isWriting.set(false);
            for (Future<Void> future : readers) {
                future.get();
            }
            Thread.sleep(10);
            for (int i = 0; i < STAYING; i++) {
                assertThat(recall.get("debugger", ItemKind.PATTERN, "p" + i)
                                .orElseThrow()
                                .text())
                        .contains("\"x_version\": " + VERSIONS);
            }
        }
        assertThat(asked).as("questions, seed %d", SEED).hasValueGreaterThan(3);
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void manyThreadsRequestingTheSameItems_readEachAboutOnce() throws Exception {
        TestStore store = TestStore.in(directory).put(PATTERNS, version(0));
        try (Recall recall = Recall.open(StoreKinds.openReadOnly(store.root()), RecallPolicy.DEFAULT);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Void>> all = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                all.add(threads.submit(() -> ask(recall)));
            }
            for (Future<Void> one : all) {
                one.get();
            }
            CacheStatistics statistics = recall.statistics();
            assertThat(statistics.hits() + statistics.misses()).isEqualTo(8 * 50 * STAYING);
            assertThat(statistics.misses()).isLessThanOrEqualTo(8 * STAYING);
            assertThat(statistics.items()).isEqualTo(STAYING);
        }
    }

    private static Void ask(Recall recall) throws IOException {
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < STAYING; i++) {
                assertThat(recall.get("debugger", ItemKind.PATTERN, "p" + i)).isPresent();
            }
        }
        return null;
    }
}
