package loom.aml.app.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import loom.aml.TestItem;
import loom.aml.TestOpener;
import loom.aml.TestStore;
import loom.aml.app.history.NotUndoableException;
import loom.aml.app.item.AddItem;
import loom.aml.app.item.AmbiguousIdException;
import loom.aml.app.item.ItemChanged;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.app.item.RemoveItem;
import loom.aml.app.search.BriefAnswer;
import loom.aml.app.search.BriefAnswer.BriefHit;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.store.NoStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that serves a store for a long time sees its own changes at once and those of others soon. */
@Timeout(120)
class MemoryHostTest {
    private static final int THREADS = 8;
    private static final int EACH = 12;

    @TempDir
    private Path directory;

    private TestStore store;
    private MemoryHost host;

    @BeforeEach
    void open() throws IOException {
        store = TestStore.in(directory)
                .put(
                        "debugger/patterns.json",
                        TestItem.pattern(TestItem.uuid("a")),
                        TestItem.pattern(TestItem.uuid("b")))
                .putGzip("debugger/solutions.json", TestItem.solution(TestItem.uuid("c")));
        host = hostOf(store, () -> {
            throw new AssertionError("the store exists");
        });
    }

    @AfterEach
    void close() throws IOException {
        host.close();
    }

    private static MemoryHost hostOf(TestStore store, MemoryHost.Creation creation) {
        SplittableRandom seed = new SplittableRandom(20_261_201);
        Supplier<RandomGenerator> randomness = () -> {
            synchronized (seed) {
                return seed.split();
            }
        };
        return new MemoryHost(new TestOpener(store), randomness, new SilentFrontEnd(), creation);
    }

    private ItemChanged add(MemoryHost to, String technique, String rationale) throws Exception {
        String fields = "{\"pattern\":{\"approach\":{\"technique\":\"" + technique + "\",\"rationale\":\"" + rationale
                + "\"}}}";
        return to.add(new AddItem.Request(ItemKind.PATTERN, "debugger", fields.getBytes(UTF_8), false));
    }

    private List<String> found(MemoryHost by, String words) throws IOException {
        BriefAnswer answer = by.search(SearchRequest.of(QueryParser.parse(words, by.now())), BriefAnswer.TOKENS);
        return answer.hits().stream().map(BriefHit::id).toList();
    }

    @Test
    void search_seesEachChangeOfThisProcessAtOnce() throws Exception {
        assertThat(found(host, "heliotrope")).isEmpty();

        ItemKey key = add(host, "heliotrope", "grows in shade").key();
        assertThat(found(host, "heliotrope")).containsExactly(key.id());

        String run = host.remove(new RemoveItem.Request(key, "withered", Optional.empty()))
                .report()
                .orElseThrow()
                .run();
        assertThat(found(host, "heliotrope")).isEmpty();

        host.undo(run);
        assertThat(found(host, "heliotrope")).containsExactly(key.id());
    }

    @Test
    void search_ofManyThreadsThatAdd_findsWhatTheThreadAddedBefore() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Void>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                running.add(threads.submit(() -> {
                    for (int i = 0; i < EACH; i++) {
                        String word = "word" + number + "x" + i;
                        String id = add(host, word, "r").key().id();
                        assertThat(found(host, word)).containsExactly(id);
                    }
                    return null;
                }));
            }
            for (Future<Void> one : running) {
                one.get();
            }
        }
        assertThat(store.history()).hasSize(THREADS * EACH);
    }

    @Test
    void search_seesTheChangeOfAnotherProcessSoon() throws Exception {
        assertThat(found(host, "heliotrope")).isEmpty();
        try (MemoryHost other = hostOf(store, () -> {})) {
            add(other, "heliotrope", "grows in shade");
        }

        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (found(host, "heliotrope").isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(found(host, "heliotrope")).hasSize(1);
    }

    @Test
    void find_takesAnIdOrItsBeginning() throws Exception {
        String id = add(host, "heliotrope", "grows in shade").key().id();

        assertThat(host.find(id).item().key().id()).isEqualTo(id);
        assertThat(host.find(id).toJson())
                .isEqualTo(host.find(id.substring(0, 8)).toJson());
        assertThatThrownBy(() -> host.find("nothing")).isInstanceOf(NoSuchItemException.class);
        String common = TestItem.uuid("a").substring(0, commonLength(TestItem.uuid("a"), TestItem.uuid("b")));
        if (!common.isEmpty()) {
            assertThatThrownBy(() -> host.find(common)).isInstanceOf(AmbiguousIdException.class);
        }
    }

    private static int commonLength(String one, String other) {
        int length = 0;
        while (one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }

    @Test
    void similarItems_sayNearlyTheSame() throws Exception {
        ItemChanged first = add(host, "retry with exponential backoff", "most failures pass within a few seconds");
        add(host, "cache the parsed schema", "parsing dominates start-up");
        ItemChanged second = add(host, "retry with an exponential backoff", "most failures pass within seconds");

        assertThat(host.similarTo(second.item().orElseThrow()))
                .extracting(similar -> similar.hit().id())
                .containsExactly(first.key().id());
    }

    @Test
    void undo_ofAnUnknownRun_changesNothing() throws Exception {
        add(host, "heliotrope", "grows in shade");
        assertThatThrownBy(() -> host.undo("nonsense")).isInstanceOf(NotUndoableException.class);
        assertThat(found(host, "heliotrope")).hasSize(1);
    }

    @Test
    void theFirstAddition_createsAMissingStore() throws Exception {
        Path elsewhere = directory.resolve("elsewhere");
        TestStore missing = TestStore.in(elsewhere);
        Files.delete(missing.root());
        try (MemoryHost starting = hostOf(missing, () -> Files.createDirectories(missing.root()))) {
            assertThatThrownBy(() -> found(starting, "heliotrope")).isInstanceOf(NoStoreException.class);
            assertThat(missing.root()).doesNotExist();
            assertThat(starting.onlyAgent()).isEmpty();

            add(starting, "heliotrope", "grows in shade");
            assertThat(found(starting, "heliotrope")).hasSize(1);
            assertThat(starting.onlyAgent()).contains("debugger");
        }
    }

    @Test
    void status_countsItemsAndSize() throws Exception {
        assertThat(host.status().items()).isEqualTo(3);
        assertThat(host.status().bytes()).isPositive();
        assertThat(host.status().toJson().objects("agents")).hasSize(1);
    }

    @Test
    void changeWatch_reportsAChangeOnlyWhileItIsWanted() throws Exception {
        AtomicInteger told = new AtomicInteger();
        AtomicBoolean wanted = new AtomicBoolean();
        try (ChangeWatch _ =
                ChangeWatch.start(new TestOpener(store), Duration.ofMillis(20), wanted::get, told::incrementAndGet)) {
            add(host, "unwanted", "r");
            Thread.sleep(200);
            assertThat(told).hasValue(0);

            wanted.set(true);
            awaitCount(told, 1);
            add(host, "wanted", "r");
            awaitCount(told, 2);
        }
    }

    private static void awaitCount(AtomicInteger count, int least) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (count.get() < least && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(count.get()).isGreaterThanOrEqualTo(least);
    }
}
