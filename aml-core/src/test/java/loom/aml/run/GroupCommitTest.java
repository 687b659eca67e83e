package loom.aml.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.Disk;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.io.PatientTicker;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Precondition;
import loom.aml.store.StoreOptions;
import loom.aml.store.log.RunRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many concurrent writers: no write is lost, each is a run of its own, and acknowledged writes survive any crash. */
class GroupCommitTest {
    private static final long SEED = 20_261_130;

    /** Waits for locks that a crash left behind, without delaying the test. */
    private static final StoreOptions PATIENT = StoreOptions.DEFAULT.withTicker(new PatientTicker());

    private static final GroupCommit.Written NOT_ACKNOWLEDGED = new GroupCommit.Written(
            GroupCommit.Outcome.UNCHANGED,
            Optional.empty(),
            new Report("", "add", Report.Outcome.FAILED, List.of(), List.of(), null, TestStore.NOW, Duration.ZERO));

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        store = made(directory);
    }

    private static TestStore made(Path folder) throws IOException {
        return TestStore.in(folder)
                .put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"))
                .putGzip("debugger/solutions.json", TestItem.solution("c"));
    }

    private static ItemKey key(ItemKind kind, String id) {
        return new ItemKey("debugger", kind, id);
    }

    private static GroupCommit.Write write(ItemKind kind, String id, TestItem item, Precondition precondition) {
        return new GroupCommit.Write(
                "add",
                new ItemChange.Put(key(kind, id), item.toString().getBytes(UTF_8), precondition),
                JsonObject.builder().put("by", id).build());
    }

    private static GroupCommit.Write added(String id) {
        return write(ItemKind.PATTERN, id, TestItem.pattern(id), Precondition.ABSENT);
    }

    private GroupCommit group() {
        return new GroupCommit(store::open, new Random(SEED));
    }

    private boolean has(ItemKind kind, String id) throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return open.get(key(kind, id)).isPresent();
        }
    }

    @Test
    void writesOfManyThreads_areAllStored_eachAsARunOfItsOwn() throws Exception {
        int threads = 8;
        int each = 12;
        List<Future<List<String>>> writers = new ArrayList<>();
        try (GroupCommit group = group();
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                String name = "t" + thread;
                writers.add(pool.submit(() -> {
                    List<String> runs = new ArrayList<>();
                    for (int i = 0; i < each; i++) {
                        runs.add(group.write(added(name + "-" + i)).run());
                    }
                    return runs;
                }));
            }
        }
        Set<String> runs = new HashSet<>();
        for (Future<List<String>> writer : writers) {
            runs.addAll(writer.get());
        }

        assertThat(runs).hasSize(threads * each);
        assertThat(store.history()).extracting(RunRecord::run).containsExactlyInAnyOrderElementsOf(runs);
        for (int thread = 0; thread < threads; thread++) {
            for (int i = 0; i < each; i++) {
                assertThat(has(ItemKind.PATTERN, "t" + thread + "-" + i)).isTrue();
            }
        }
    }

    @Test
    void undo_ofOneWriteOfAGroup_keepsTheOthers() throws IOException {
        GroupCommit.Written second;
        try (GroupCommit group = group()) {
            List<CompletableFuture<GroupCommit.Written>> written = group.submitAll(List.of(
                    added("x"),
                    write(
                            ItemKind.PATTERN,
                            "a",
                            TestItem.pattern("a").with("metrics.successRate", 0.25),
                            Precondition.PRESENT),
                    added("y"),
                    write(ItemKind.SOLUTION, "z", TestItem.solution("z"), Precondition.ABSENT)));
            second = written.get(1).join();
            written.forEach(one -> assertThat(one.join().outcome()).isEqualTo(GroupCommit.Outcome.STORED));
        }

        assertThat(store.undo(second.run()).findings()).isEmpty();

        try (MemoryStore open = store.openReadOnly()) {
            assertThat(open.get(key(ItemKind.PATTERN, "a")).orElseThrow().json())
                    .isEqualTo(TestItem.pattern("a").toString());
        }
        assertThat(has(ItemKind.PATTERN, "x")).isTrue();
        assertThat(has(ItemKind.PATTERN, "y")).isTrue();
        assertThat(has(ItemKind.SOLUTION, "z")).isTrue();
    }

    @Test
    void undo_ofAllWritesOfAGroup_restoresTheStore() throws IOException {
        SortedMap<String, String> before = store.texts();
        List<String> runs;
        try (GroupCommit group = group()) {
            runs = group
                    .submitAll(List.of(
                            added("x"),
                            write(
                                    ItemKind.PATTERN,
                                    "b",
                                    TestItem.pattern("b").with("metrics.successRate", 0.25),
                                    Precondition.PRESENT),
                            added("y")))
                    .stream()
                    .map(CompletableFuture::join)
                    .map(GroupCommit.Written::run)
                    .toList();
        }

        for (String run : runs.reversed()) {
            store.undo(run);
        }

        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void conflicts_andInvalidWrites_affectOnlyThemselves() throws IOException {
        Precondition stale = Precondition.revision(new Revision(1));
        try (GroupCommit group = group()) {
            List<CompletableFuture<GroupCommit.Written>> written = group.submitAll(List.of(
                    added("a"),
                    write(ItemKind.PATTERN, "other", TestItem.pattern("x"), Precondition.NONE),
                    write(ItemKind.PATTERN, "b", TestItem.pattern("b"), Precondition.PRESENT),
                    write(ItemKind.SOLUTION, "c", TestItem.solution("c"), stale),
                    added("y")));

            assertThat(written.get(0).join().outcome()).isEqualTo(GroupCommit.Outcome.CONFLICT);
            assertThatThrownBy(() -> written.get(1).join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(IllegalArgumentException.class);
            assertThat(written.get(2).join().outcome()).isEqualTo(GroupCommit.Outcome.UNCHANGED);
            assertThat(written.get(3).join().outcome()).isEqualTo(GroupCommit.Outcome.CONFLICT);
            assertThat(written.get(4).join().outcome()).isEqualTo(GroupCommit.Outcome.STORED);
        }
        assertThat(has(ItemKind.PATTERN, "y")).isTrue();
    }

    @Test
    void write_whenTheStoreCannotBeOpened_failsAndTheNextSucceeds() throws IOException {
        boolean[] isBroken = {true};
        try (GroupCommit group = new GroupCommit(
                () -> {
                    if (isBroken[0]) {
                        throw new IOException("no such disk");
                    }
                    return store.open();
                },
                new Random(SEED))) {
            assertThatThrownBy(() -> group.write(added("x")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no such disk");
            isBroken[0] = false;

            assertThat(group.write(added("x")).outcome()).isEqualTo(GroupCommit.Outcome.STORED);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "FULL", "KILL", "POWER_CUT"})
    void acknowledgedWrites_surviveAFailureAtAnyCall_andCanBeUndone(Fault fault) throws IOException {
        int calls = callsOf(play(directory.resolve("dry"), new FaultyDisk(), new ArrayList<>()));
        int tried = 0;
        for (int call : CaseSample.between(1, calls)) {
            Path own = directory.resolve(fault + "-" + call);
            FaultyDisk disk = new FaultyDisk()
                    .failingAt(call, fault)
                    .losing(Files.createDirectories(own.resolve("attic")), new Random(SEED + call));
            List<GroupCommit.Written> acknowledged = new ArrayList<>();
            play(own, disk, acknowledged);
            requireSound(own, fault + " at call " + call, acknowledged);
            tried++;
        }
        assertThat(tried).isGreaterThan(CaseSample.least(60));
    }

    private static int callsOf(Disk disk) {
        return ((FaultyDisk) disk).calls().size();
    }

    /** Adds two items and changes one together, on a disk that may fail. Collects the acknowledged writes. */
    private static Disk play(Path folder, FaultyDisk disk, List<GroupCommit.Written> acknowledged) throws IOException {
        TestStore store = made(folder).with(PATIENT);
        store.pass(Duration.ofMinutes(1));
        store.on(disk);
        try (GroupCommit group = new GroupCommit(store::open, new Random(SEED))) {
            for (CompletableFuture<GroupCommit.Written> written : group.submitAll(writes())) {
                try {
                    acknowledged.add(written.join());
                } catch (CompletionException e) {
                    acknowledged.add(NOT_ACKNOWLEDGED);
                }
            }
        }
        return disk;
    }

    private static List<GroupCommit.Write> writes() {
        return List.of(
                added("x"),
                write(
                        ItemKind.PATTERN,
                        "a",
                        TestItem.pattern("a").with("metrics.successRate", 0.25),
                        Precondition.PRESENT),
                added("y"));
    }

    private static void requireSound(Path folder, String when, List<GroupCommit.Written> acknowledged)
            throws IOException {
        TestStore store = TestStore.in(folder).with(PATIENT);
        store.pass(Duration.ofHours(1));
        try (MemoryStore open = store.open()) {
            assertThat(open.recovered()).as(when).noneMatch(Finding::isProblem);
        }
        Set<String> there = new HashSet<>();
        try (MemoryStore open = store.openReadOnly()) {
            for (GroupCommit.Write write : writes()) {
                if (open.get(write.put().key())
                        .filter(item ->
                                item.json().equals(new String(write.put().text(), UTF_8))
                                        || !item.key().id().equals("a"))
                        .isPresent()) {
                    there.add(write.put().key().id());
                }
            }
        }
        for (int i = 0; i < acknowledged.size(); i++) {
            if (acknowledged.get(i).outcome() == GroupCommit.Outcome.STORED) {
                assertThat(there).as(when).contains(writes().get(i).put().key().id());
            }
        }
        // Either all or none is stored, and each can be undone whether it was acknowledged or not.
        assertThat(there.size()).as(when).isIn(0, writes().size());
        List<RunRecord> runs = store.history().stream()
                .filter(run -> run.operation().equals("add") && Undo.canUndo(run))
                .toList();
        assertThat(runs).as(when).hasSize(there.size());
        for (RunRecord run : runs) {
            assertThat(store.undo(run.run()).findings()).as(when).isEmpty();
        }
        assertThat(Files.readString(store.root().resolve("debugger/patterns.json")))
                .as(when)
                .isEqualTo(TestItem.collection(TestItem.pattern("a"), TestItem.pattern("b")));
    }
}
