package loom.aml.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import loom.aml.CaseSample;
import loom.aml.StoreItems;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.StoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that go together, while other programs hold and write the files. */
class AtomicApplicationTest {
    private static final String PATTERNS = "debugger/patterns.json";
    private static final List<String> FILES = List.of(PATTERNS, "debugger/solutions.json", "reviewer/decisions.json");
    private static final String NEW = TestItem.collection(TestItem.pattern("new"));

    @TempDir
    private Path directory;

    private TestStore store(String name) throws IOException {
        TestStore store = TestStore.in(directory.resolve(name))
                .with(StoreOptions.DEFAULT
                        .withThreads(1)
                        .withTransformations(Shouting.LOUD)
                        .withLockWait(Duration.ofMillis(100))
                        .withLockStale(Duration.ofMillis(10_000)));
        Scenario.WHOLE.fill(store);
        return store;
    }

    private static List<FileOutcome> apply(TestStore store, FaultyDisk disk) throws IOException {
        return Scenario.apply(store, disk, "test", Scenario.WHOLE::changes);
    }

    private static void requireAllLoud(TestStore store) throws IOException {
        for (String file : FILES) {
            for (String item : StoreItems.of(store, file)) {
                assertThat(item).as(file).contains("\"version\": \"loud\"");
            }
        }
    }

    private static void requireNothingLeft(TestStore store) throws IOException {
        try (var files = Files.list(store.root())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(name -> name.startsWith(".aml-"))
                    .containsOnly(".aml-lock");
        }
    }

    @Test
    void whole_isNotBegun_whileTheFirstFileIsLocked() throws IOException {
        TestStore store = store("first");
        Files.createDirectory(store.root().resolve(PATTERNS + ".lock"));
        SortedMap<String, String> before = store.texts();

        List<FileOutcome> outcomes = apply(store, new FaultyDisk());

        assertThat(outcomes).noneMatch(FileOutcome::isCommitted);
        assertThat(outcomes).allMatch(outcome -> outcome.findings().stream().anyMatch(Finding::isProblem));
        assertThat(store.texts()).isEqualTo(before);
        requireNothingLeft(store);
    }

    @Test
    void whole_isFinishedByTheNext_whereALaterFileWasLocked() throws IOException {
        TestStore store = store("later");
        Path lock = Files.createDirectory(store.root().resolve("reviewer/decisions.json.lock"));

        List<FileOutcome> outcomes = apply(store, new FaultyDisk());

        assertThat(outcomes).filteredOn(FileOutcome::isCommitted).hasSize(3);
        assertThat(outcomes.stream().flatMap(outcome -> outcome.findings().stream()))
                .anyMatch(finding -> finding.kind() == Finding.Kind.LOCKED
                        && finding.advice().contains("next command"));
        Files.delete(lock);
        assertThat(Stage.reopen(store)).noneMatch(Finding::isProblem);
        requireAllLoud(store);
        requireNothingLeft(store);
    }

    @Test
    void whole_isOfAllOrNone_whereOneFileMayNotBeChanged() throws IOException {
        TestStore store = store("refused");
        SortedMap<String, String> before = store.texts();
        FaultyDisk dry = new FaultyDisk();
        apply(store("dry"), dry);
        int create = dry.calls().stream()
                .filter(call ->
                        call.name().equals("create") && call.path().toString().endsWith("-3-1.new"))
                .findFirst()
                .orElseThrow()
                .number();

        List<FileOutcome> outcomes = apply(store, new FaultyDisk().failingAt(create, Fault.ERROR));

        assertThat(outcomes).noneMatch(FileOutcome::isCommitted);
        assertThat(store.texts()).isEqualTo(before);
        requireNothingLeft(store);
    }

    /** At every call somebody else adds an item, as the runtime does: it is there in the end, and transformed. */
    @Test
    void whole_meetsWhatOthersWrite_atAnyCall() throws IOException {
        FaultyDisk dry = new FaultyDisk();
        apply(store("calls"), dry);
        for (int call : CaseSample.between(first(dry), dry.calls().size())) {
            TestStore store = store("call-" + call);
            boolean[] wrote = {false};
            FaultyDisk disk = new FaultyDisk().before(call, _ -> wrote[0] = write(store));

            apply(store, disk);
            Stage.reopen(store);

            if (wrote[0]) {
                assertThat(StoreItems.of(store, PATTERNS)).as("call " + call).hasSize(1);
                assertThat(StoreItems.of(store, PATTERNS).getFirst())
                        .as("call " + call)
                        .contains("\"new\"");
            }
            apply(store, new FaultyDisk());
            requireAllLoud(store);
            requireNothingLeft(store);
        }
    }

    /** Writes as the runtime does: never while somebody holds the lock. */
    private static boolean write(TestStore store) throws IOException {
        if (store.has(PATTERNS + ".lock")) {
            return false;
        }
        store.rewrite(PATTERNS, NEW);
        return true;
    }

    /** A kill at any call, then a write before the next open: the whole change is applied to the new content, or dropped. */
    @Test
    void whole_killedAtAnyCall_isAppliedToWhatOthersWroteMeanwhile() throws IOException {
        FaultyDisk dry = new FaultyDisk();
        apply(store("kills"), dry);
        int finished = 0;
        for (int call : CaseSample.between(first(dry), dry.calls().size())) {
            TestStore store = store("kill-" + call);
            String what = "killed at " + dry.calls().get(call - 1);
            FaultyDisk disk = new FaultyDisk().failingAt(call, Fault.KILL);
            assertThatThrownBy(() -> apply(store, disk)).isInstanceOf(FaultyDisk.Crash.class);
            for (String file : FILES) {
                Files.deleteIfExists(store.root().resolve(file + ".lock"));
            }
            Files.deleteIfExists(store.root().resolve("config/notes.json.lock"));
            boolean isDecided;
            try (var files = Files.list(store.root())) {
                isDecided = files.anyMatch(file -> file.toString().endsWith(OwnFiles.DECIDED));
            }
            store.rewrite(PATTERNS, NEW);

            assertThat(Stage.reopen(store)).as(what).noneMatch(Finding::isProblem);

            requireNothingLeft(store);
            assertThat(StoreItems.of(store, PATTERNS).getFirst()).as(what).contains("\"new\"");
            boolean isLoud = store.text("reviewer/decisions.json").contains("loud");
            assertThat(store.text("debugger/solutions.json").contains("loud"))
                    .as(what)
                    .isEqualTo(isLoud);
            if (isDecided) {
                assertThat(isLoud).as(what).isTrue();
                finished++;
            }
        }
        assertThat(finished).isGreaterThan(CaseSample.least(30));
    }

    /** The calls before the first journal change nothing that matters here. */
    private static int first(FaultyDisk dry) {
        return dry.calls().stream()
                .filter(call -> call.path().toString().endsWith(".new"))
                .findFirst()
                .orElseThrow()
                .number();
    }
}
