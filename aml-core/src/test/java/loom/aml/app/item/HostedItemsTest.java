package loom.aml.app.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import loom.aml.TestItem;
import loom.aml.TestOpener;
import loom.aml.TestStore;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.edit.Feedback;
import loom.aml.edit.InvalidItemException;
import loom.aml.edit.ItemEdit;
import loom.aml.edit.Verdict;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.item.Revision;
import loom.aml.run.PinPlan;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoStoreException;
import loom.aml.store.StoreOptions;
import loom.aml.store.StoredItem;
import loom.aml.store.kind.StoreKinds;
import loom.aml.store.log.RunRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sixteen threads of one process change one store: each change is acknowledged, recorded and undone separately. */
class HostedItemsTest {
    private static final int THREADS = 16;
    private static final ItemKey PATTERN = new ItemKey("debugger", ItemKind.PATTERN, TestItem.uuid("a"));
    private static final ItemKey SOLUTION = new ItemKey("debugger", ItemKind.SOLUTION, TestItem.uuid("c"));

    @TempDir
    private Path directory;

    private TestStore store;
    private HostedItems hosted;
    private ExecutorService threads;

    @BeforeEach
    void open() throws IOException {
        store = TestStore.in(directory)
                .put(
                        "debugger/patterns.json",
                        TestItem.pattern(TestItem.uuid("a")),
                        TestItem.pattern(TestItem.uuid("b")))
                .putGzip("debugger/solutions.json", TestItem.solution(TestItem.uuid("c")));
        hosted = hosted();
        threads = Executors.newFixedThreadPool(THREADS);
    }

    @AfterEach
    void close() {
        hosted.close();
        threads.close();
    }

    private HostedItems hosted() throws IOException {
        SplittableRandom seed = new SplittableRandom(20_261_201);
        return new HostedItems(new TestOpener(store), () -> {
            synchronized (seed) {
                return seed.split();
            }
        });
    }

    private Optional<StoredItem> get(ItemKey key) throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return open.get(key);
        }
    }

    private ItemChanged add(String technique) throws Exception {
        String fields = "{\"pattern\":{\"approach\":{\"technique\":\"" + technique + "\",\"rationale\":\"r\"}}}";
        return hosted.add(new AddItem.Request(ItemKind.PATTERN, "debugger", fields.getBytes(UTF_8), false));
    }

    private ItemChanged edit(ItemKey key, String field, String value, Optional<Revision> revision) throws Exception {
        return hosted.edit(
                new EditItem.Request(key, new ItemEdit.Fields(Map.of(field, value), Set.of()), revision, false));
    }

    private ItemChanged feedback(ItemKey key, Optional<Revision> revision)
            throws IOException, InvalidItemException, ConflictException {
        return hosted.feedback(
                new RecordFeedback.Request(key, new Feedback(Verdict.HELPED, OptionalLong.empty()), revision));
    }

    private ItemChanged remove(ItemKey key, Optional<Revision> revision) throws Exception {
        return hosted.remove(new RemoveItem.Request(key, "no longer true", revision));
    }

    /** Runs the same work in all threads concurrently. */
    private <T> List<T> inThreads(int times, Callable<T> work) throws Exception {
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            running.add(threads.submit(work));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> one : running) {
            results.add(one.get());
        }
        return results;
    }

    private static String runOf(ItemChanged changed) {
        return changed.report().orElseThrow().run();
    }

    @Test
    void additionsOfManyThreads_areAllStored_eachAsARunOfItsOwn() throws Exception {
        List<ItemChanged> added = inThreads(96, () -> add("t"));

        Set<String> runs = new HashSet<>();
        for (ItemChanged one : added) {
            runs.add(runOf(one));
            assertThat(get(one.key()).orElseThrow().revision())
                    .isEqualTo(one.item().orElseThrow().revision());
            assertThat(one.report().orElseThrow().inserted()).isEqualTo(1);
        }
        assertThat(runs).hasSize(96);
        assertThat(store.history()).extracting(RunRecord::run).containsExactlyInAnyOrderElementsOf(runs);
        assertThat(store.history()).extracting(RunRecord::operation).containsOnly("add");
    }

    @Test
    void feedbackOfManyThreadsOnOneItem_addsUp() throws Exception {
        double before = get(PATTERN).orElseThrow().fields().executions();

        inThreads(64, () -> feedback(PATTERN, Optional.empty()));

        assertThat(get(PATTERN).orElseThrow().fields().executions()).isEqualTo(before + 64);
        assertThat(store.history()).hasSize(64);
    }

    @Test
    void additionsOfTwoProcessesToOneItem_areAllThere() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (HostedItems other = hosted()) {
            inThreads(32, () -> {
                int number = count.incrementAndGet();
                ItemEdit addition =
                        new ItemEdit.Addition(Map.of("pattern.approach.rationale", "\"Lesson " + number + ".\""));
                return (number % 2 == 0 ? hosted : other)
                        .edit(new EditItem.Request(PATTERN, addition, Optional.empty(), false));
            });
        }

        String text = get(PATTERN).orElseThrow().json();
        assertThat(IntStream.rangeClosed(1, 32)).allMatch(number -> text.contains("Lesson " + number + "."));
        assertThat(store.history()).filteredOn(run -> !run.commits().isEmpty()).hasSize(32);
    }

    @Test
    void editsOfOneRevision_fromManyThreads_succeedOnce() throws Exception {
        Revision seen = get(PATTERN).orElseThrow().revision();

        List<String> ends = inThreads(THREADS, () -> {
            String value = "retry-" + Thread.currentThread().threadId();
            try {
                edit(PATTERN, "pattern.type", "\"" + value + "\"", Optional.of(seen));
                return value;
            } catch (ConflictException e) {
                assertThat(e.current().orElseThrow().revision()).isNotEqualTo(seen);
                return "conflict";
            }
        });

        assertThat(ends).filteredOn(end -> !end.equals("conflict")).hasSize(1);
        String winner =
                ends.stream().filter(end -> !end.equals("conflict")).findFirst().orElseThrow();
        assertThat(get(PATTERN).orElseThrow().json()).contains("\"" + winner + "\"");
    }

    @Test
    void editsOfDifferentFields_fromManyThreads_areAllMade() throws Exception {
        List<Future<ItemChanged>> edits = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String field = "note" + i;
            edits.add(threads.submit(() -> edit(PATTERN, field, "true", Optional.empty())));
        }
        for (Future<ItemChanged> edit : edits) {
            edit.get();
        }

        String text = get(PATTERN).orElseThrow().json();
        for (int i = 0; i < THREADS; i++) {
            assertThat(text).contains("\"note" + i + "\"");
        }
    }

    @Test
    void removalsOfOneItem_fromManyThreads_succeedOnce() throws Exception {
        List<Boolean> ends = inThreads(THREADS, () -> {
            try {
                remove(SOLUTION, Optional.empty());
                return true;
            } catch (ConflictException e) {
                return false;
            }
        });

        assertThat(ends).containsOnlyOnce(true);
        assertThat(get(SOLUTION)).isEmpty();
    }

    @Test
    void concurrentChangesOfAllKinds_areEachUndoneByTheirOwnRun() throws Exception {
        SortedMap<String, String> before = store.texts();
        List<Future<ItemChanged>> changes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            changes.add(threads.submit(() -> add("t")));
        }
        changes.add(threads.submit(() -> feedback(PATTERN, Optional.empty())));
        changes.add(threads.submit(() -> remove(SOLUTION, Optional.empty())));
        List<ItemChanged> made = new ArrayList<>();
        for (Future<ItemChanged> change : changes) {
            made.add(change.get());
        }
        ItemChanged second = made.get(1);
        store.undo(runOf(second));
        assertThat(get(second.key())).isEmpty();
        assertThat(get(made.get(0).key())).isPresent();
        assertThat(get(SOLUTION)).isEmpty();

        for (ItemChanged one : made) {
            if (one != second) {
                store.undo(runOf(one));
            }
        }
        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void expectedRevision_isRequired_andTheCurrentOneIsReported() throws Exception {
        Revision seen = get(PATTERN).orElseThrow().revision();
        ItemChanged changed = feedback(PATTERN, Optional.of(seen));

        Revision now = changed.item().orElseThrow().revision();
        assertThatThrownBy(() -> feedback(PATTERN, Optional.of(seen)))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        e -> assertThat(e.current().orElseThrow().revision()).isEqualTo(now));
        assertThatThrownBy(() -> remove(PATTERN, Optional.of(seen))).isInstanceOf(ConflictException.class);
        assertThat(runOf(remove(PATTERN, Optional.of(now)))).isNotEmpty();
    }

    @Test
    void pinnedItem_isNotRemoved() throws Exception {
        store.run(open -> PinPlan.pin(open, SOLUTION.id()));
        assertThatThrownBy(() -> remove(SOLUTION, Optional.empty())).isInstanceOf(PinnedItemException.class);
        assertThat(get(SOLUTION)).isPresent();
    }

    @Test
    void invalidItem_failsAlone() throws Exception {
        Future<ItemChanged> valid = threads.submit(() -> add("t"));
        assertThatThrownBy(() ->
                        hosted.add(new AddItem.Request(ItemKind.PATTERN, "debugger", "{}".getBytes(UTF_8), false)))
                .isInstanceOf(InvalidItemException.class);
        assertThat(get(valid.get().key())).isPresent();
    }

    /** Another process and the commands of a user change the store between two changes of the host. */
    @Test
    void otherWriters_areSeenAndDoNotWait() throws Exception {
        add("t");
        RandomGenerator random = new SplittableRandom(2);
        ItemKey foreign;
        try (MemoryStore open = store.open()) {
            foreign = new AddItem(open, random)
                    .run(new AddItem.Request(
                            ItemKind.DECISION,
                            "debugger",
                            "{\"decision\":{\"question\":\"q\",\"chosenOption\":\"o\"}}".getBytes(UTF_8),
                            false))
                    .key();
        }
        assertThat(runOf(edit(foreign, "decision.question", "\"which\"", Optional.empty())))
                .isNotEmpty();
    }

    @Test
    void store_thatDoesNotExist_failsAtOnce() {
        StoreOpener nowhere = new TestOpener(store) {
            @Override
            public OpenStore forReading() throws IOException {
                return new OpenStore(
                        StoreKinds.openReadOnly(new LocalDisk(), directory.resolve("nowhere"), StoreOptions.DEFAULT),
                        configuration(),
                        SplittableRandom::new);
            }
        };
        assertThatThrownBy(() -> new HostedItems(nowhere, SplittableRandom::new))
                .isInstanceOf(NoStoreException.class);
    }
}
