package loom.aml.store.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static loom.aml.store.graph.GraphFolder.AUTH;
import static loom.aml.store.graph.GraphFolder.CACHES;
import static loom.aml.store.graph.GraphFolder.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loom.aml.io.FaultyDisk;
import loom.aml.io.LocalDisk;
import loom.aml.io.Ticker;
import loom.aml.store.Finding;
import loom.aml.store.StoreOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A memory file is changed line by line, by many threads and beside programs that rewrite it without a lock. */
class GraphStoreTest {
    private static final Ticker WITHOUT_PAUSES = new Ticker() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(long millis) {}
    };

    private static final String CUT_OFF = AUTH + "\n{\"type\":\"ent";

    @TempDir
    private Path directory;

    private GraphFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new GraphFolder(directory);
    }

    @Test
    void newEntity_comesAfterTheLastEntity_andNewRelationAfterTheLastRelation() throws Exception {
        folder.with(AUTH, CACHES);

        folder.change(GraphFolder.create("redis", "is fast"));
        folder.change(GraphFolder.relate("redis", "auth"));

        assertThat(folder.lines())
                .containsExactly(
                        AUTH,
                        "{\"type\":\"entity\",\"name\":\"redis\",\"entityType\":\"thing\",\"observations\":[\"is fast\"]}",
                        CACHES,
                        "{\"type\":\"relation\",\"from\":\"redis\",\"to\":\"auth\",\"relationType\":\"uses\"}");
    }

    @Test
    void missingFile_isAnEmptyGraph_andIsCreatedByTheFirstChange() throws Exception {
        try (GraphStore store = folder.open()) {
            assertThat(store.read().graph()).isEqualTo(Graph.EMPTY);
            assertThat(folder.file()).doesNotExist();

            store.change(GraphFolder.create("auth"));

            assertThat(store.read().graph().entities()).extracting(Entity::name).containsExactly("auth");
            assertThat(folder.lines()).hasSize(1);
        }
    }

    @Test
    void missingDirectory_isAnError_becauseItsDiskMayNotBeMounted() throws IOException {
        Path file = directory.resolve("mnt/memory.jsonl");
        assertThatThrownBy(() -> new GraphStore(new LocalDisk(), file, StoreOptions.DEFAULT, new Random(1)))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("its directory does not exist");
    }

    @Test
    void unknownFieldsAndOddSpelling_areKept_whenObservationsChange() throws Exception {
        String odd = " { \"mood\" : 1.50, \"type\": \"entity\", \"na\\u006de\": \"auth\", \"entityType\": \"t\", "
                + "\"observations\": [ \"a\" ,  \"\\u00e9\" ], \"since\": {\"y\":[2024,1e3]} }\r";
        folder.withText("\n" + odd + "\n\n" + REDIS + "\n");

        folder.change(GraphFolder.observe("auth", "b\n\"c\"", "a"));
        folder.change(GraphFolder.forget("auth", "a"));

        assertThat(folder.text())
                .isEqualTo("\n" + odd.replace("[ \"a\" ,  \"\\u00e9\" ]", "[ \"\\u00e9\" ,  \"b\\n\\\"c\\\"\" ]")
                        + "\n\n" + REDIS + "\n");
    }

    @Test
    void unknownFields_areReported() throws Exception {
        folder.with(AUTH.replace("}", ",\"id\":7,\"since\":{}}"), CACHES.replace("}", ",\"id\":8}"));
        try (GraphStore store = folder.open()) {
            assertThat(store.read().findings())
                    .extracting(finding -> finding.where() + " " + finding.what())
                    .containsExactly("memory.jsonl has fields that server-memory does not know: id, since");
        }
    }

    @Test
    void ofEqualKeys_theLastCounts() throws Exception {
        folder.withText(
                "{\"type\":\"relation\",\"observations\":[\"x\"],\"type\":\"entity\",\"name\":\"a\",\"entityType\":\"t\","
                        + "\"observations\":[\"y\"]}");

        folder.change(GraphFolder.observe("a", "z"));

        assertThat(folder.text()).contains("\"observations\":[\"x\"],").contains("\"observations\":[\"y\",\"z\"]}");
    }

    @Test
    void damagedUnknownAndBlankLines_areKeptByteForByte_andReported() throws Exception {
        byte[] before = Stream.of(
                        "\ufeff" + AUTH + "\n",
                        "{\"type\":\"note\",\"text\":\"mine\"}\n",
                        "[1, 2]\n",
                        "{\"type\":\"entity\",\"name\":\"half\n",
                        "   \n",
                        "{\"type\":\"entity\",\"name\":\"bare\"}\n",
                        CACHES)
                .reduce("", String::concat)
                .getBytes(UTF_8);
        folder.withBytes(before);

        try (GraphStore store = folder.open()) {
            GraphView view = store.read();
            assertThat(view.graph().entities()).extracting(Entity::name).containsExactly("auth");
            assertThat(view.findings())
                    .extracting(finding -> finding.where() + " " + finding.kind() + " " + finding.what())
                    .containsExactly(
                            "memory.jsonl:2 STRANGER neither an entity nor a relation",
                            "memory.jsonl:3 STRANGER not an object",
                            "memory.jsonl:4 DAMAGED truncated text",
                            "memory.jsonl:6 DAMAGED \"observations\" is not a list of strings");
            assertThat(view.findings().get(2).offset())
                    .hasValue(new String(before, UTF_8).getBytes(UTF_8).length
                            - CACHES.length()
                            - "   \n{\"type\":\"entity\",\"name\":\"bare\"}\n".length()
                            - 1);

            store.change(GraphFolder.create("new"));
            store.change(GraphFolder.delete("auth"));
        }

        List<String> lines = folder.lines();
        assertThat(lines)
                .containsExactly(
                        "{\"type\":\"note\",\"text\":\"mine\"}",
                        "[1, 2]",
                        "{\"type\":\"entity\",\"name\":\"half",
                        "   ",
                        "{\"type\":\"entity\",\"name\":\"bare\"}",
                        "{\"type\":\"entity\",\"name\":\"new\",\"entityType\":\"thing\",\"observations\":[]}");
    }

    @Test
    void entityWithoutObservations_keepsItsName_andRefusesObservations() throws Exception {
        folder.with("{\"type\":\"entity\",\"name\":\"bare\"}", AUTH);

        assertThat(folder.change(GraphFolder.create("bare")).result()).isEmpty();
        assertThatThrownBy(() -> folder.change(GraphFolder.observe("bare", "x")))
                .isInstanceOf(RefusedException.class)
                .hasMessage("Entity with name bare is damaged in line 1: \"observations\" is not a list of strings");
        folder.change(GraphFolder.delete("bare"));

        assertThat(folder.text()).isEqualTo(AUTH);
    }

    @Test
    void invalidUtf8_isShownAsReplacementCharacter_andKept() throws Exception {
        byte[] line = AUTH.getBytes(UTF_8);
        line[AUTH.indexOf("JWT")] = (byte) 0xff;
        folder.withBytes(line);

        try (GraphStore store = folder.open()) {
            assertThat(store.read().graph().entities().getFirst().observations())
                    .contains("uses \ufffdWT");
            assertThat(store.read().findings()).extracting(Finding::what).containsExactly("invalid UTF-8");
            store.change(GraphFolder.observe("auth", "x"));
            String run = store.change(GraphFolder.delete("auth")).run().orElseThrow();
            assertThat(Files.size(folder.file())).isZero();
            store.change(store.undoOf(run));
        }

        assertThat(Files.readAllBytes(folder.file()))
                .startsWith(Arrays.copyOf(line, line.length - 2))
                .endsWith(",\"x\"]}".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"entity\",\"name\":\"ha",
                "not a memory file",
                "[\n  {\"type\": \"entity\"},\n",
                "[\n{\"type\":\"entity\",\"name\":\"a\"},\n{\"type\":\"entity\",\"name\":\"b\",\"entityType\":\"\",\"observations\":[]}\n]\n",
                "\0\0\0\0"
            })
    void fileThatCannotBeReadAtAll_isAnError_andIsNotTouched(String text) throws Exception {
        folder.withText(text);
        try (GraphStore store = folder.open()) {
            assertThatThrownBy(store::read)
                    .hasMessageContaining("is not a memory file with one JSON object a line, and is left unchanged");
            assertThatThrownBy(() -> store.change(GraphFolder.create("new"))).hasMessageContaining("left unchanged");
        }
        assertThat(folder.text()).isEqualTo(text);
        assertThat(names(directory)).containsExactly("memory.jsonl");
    }

    @Test
    void halfCutFile_losesNothing() throws Exception {
        String half = REDIS.substring(0, REDIS.length() / 2);
        folder.with(AUTH, half);

        folder.change(GraphFolder.create("new"));
        folder.change(GraphFolder.relate("new", "auth"));

        assertThat(folder.lines()).startsWith(AUTH).contains(half).hasSize(4);
    }

    @Test
    void changeThatChangesNothing_writesNothing() throws Exception {
        folder.with(AUTH, CACHES);
        var before = new LocalDisk().state(folder.file());

        assertThat(folder.change(GraphFolder.create("auth")).run()).isEmpty();
        assertThat(folder.change(GraphFolder.observe("auth", "uses JWT")).run()).isEmpty();
        assertThat(folder.change(GraphFolder.delete("nobody")).run()).isEmpty();
        assertThatThrownBy(() -> folder.change(GraphFolder.observe("nobody", "x")))
                .isInstanceOf(RefusedException.class)
                .hasMessage("Entity with name nobody not found");

        assertThat(new LocalDisk().state(folder.file())).isEqualTo(before);
        assertThat(names(directory)).containsExactly("memory.jsonl");
    }

    @Test
    void modeIsKept_andOwnFilesArePrivate() throws Exception {
        folder.with(AUTH);
        Files.setPosixFilePermissions(folder.file(), PosixFilePermissions.fromString("rw-r-----"));

        folder.change(GraphFolder.delete("auth"));

        assertThat(mode(folder.file())).isEqualTo("rw-r-----");
        assertThat(mode(directory.resolve("memory.jsonl-backup"))).isEqualTo("rwx------");
        assertThat(mode(directory.resolve("memory.jsonl-backup/aml"))).isEqualTo("rwx------");
        try (Stream<Path> own = Files.walk(directory.resolve("memory.jsonl-backup/aml"))) {
            assertThat(own.filter(Files::isRegularFile))
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
        }
        assertThat(names(directory)).containsExactlyInAnyOrder("memory.jsonl", "memory.jsonl-backup");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void symbolicLink_isFollowed_evenIfItsTargetDoesNotExistYet() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.createSymbolicLink(folder.file(), Path.of("elsewhere/real.jsonl"));

        folder.change(GraphFolder.create("a"));
        folder.change(GraphFolder.create("b"));

        assertThat(Files.isSymbolicLink(folder.file())).isTrue();
        assertThat(Files.readAllLines(elsewhere.resolve("real.jsonl"))).hasSize(2);
        assertThat(elsewhere.resolve("real.jsonl-backup/aml/runs")).isDirectory();
        assertThat(directory.resolve("memory.jsonl-backup")).doesNotExist();
    }

    @Test
    void linkThatAnotherProgramReplacedByAFile_isNotUsedAnyMore() throws Exception {
        Path real = Files.writeString(directory.resolve("real.jsonl"), AUTH);
        Files.createSymbolicLink(folder.file(), real);
        try (GraphStore store = folder.open()) {
            store.change(GraphFolder.create("a"));
            Files.delete(folder.file());
            folder.with(REDIS);
            store.change(GraphFolder.create("b"));
            assertThat(store.read().graph().entities()).extracting(Entity::name).containsExactly("redis", "b");
        }
        assertThat(Files.readAllLines(real)).hasSize(2);
    }

    @Test
    void changesOfManyThreads_areAllMade_eachAsARunOfItsOwn() throws Exception {
        int threads = 8;
        int each = 50;
        List<String> runs = new ArrayList<>();
        try (GraphStore store = folder.open();
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<List<String>>> writers = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int own = thread;
                writers.add(pool.submit(() -> {
                    List<CompletableFuture<Changed<List<Entity>>>> pipelined = IntStream.range(0, each)
                            .mapToObj(i -> store.submit(GraphFolder.create(own + "-" + i)))
                            .toList();
                    return pipelined.stream()
                            .map(changed -> changed.join().run().orElseThrow())
                            .toList();
                }));
            }
            for (Future<List<String>> writer : writers) {
                runs.addAll(writer.get());
            }
            assertThat(store.read().graph().entities()).hasSize(threads * each);
            assertThat(store.runs()).hasSize(threads * each).containsExactlyInAnyOrderElementsOf(runs);
        }
        assertThat(new HashSet<>(runs)).hasSize(threads * each);
    }

    @Test
    void pipelinedChanges_areMadeInTheirOrder() throws Exception {
        try (GraphStore store = folder.open()) {
            List<CompletableFuture<?>> changes = new ArrayList<>();
            changes.add(store.submit(GraphFolder.create("a")));
            for (int i = 0; i < 100; i++) {
                changes.add(store.submit(GraphFolder.observe("a", "o" + i)));
            }
            CompletableFuture.allOf(changes.toArray(CompletableFuture[]::new)).join();
            assertThat(store.read().graph().entities().getFirst().observations())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 100).mapToObj(i -> "o" + i).toList());
        }
    }

    @Test
    void twoStoresOnOneFile_loseNothing() throws Exception {
        try (GraphStore one = folder.open();
                GraphStore other = folder.open()) {
            List<CompletableFuture<?>> changes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                changes.add(one.submit(GraphFolder.create("one" + i)));
                changes.add(other.submit(GraphFolder.create("other" + i)));
            }
            CompletableFuture.allOf(changes.toArray(CompletableFuture[]::new)).join();
            assertThat(one.read().graph().entities()).hasSize(200);
            assertThat(one.runs()).hasSize(200);
        }
    }

    @Test
    void refusedChange_doesNotDisturbTheOthersOfItsGroup() throws Exception {
        try (GraphStore store = folder.open()) {
            List<CompletableFuture<?>> changes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                changes.add(
                        i % 2 == 0
                                ? store.submit(GraphFolder.create("a" + i))
                                : store.submit(GraphFolder.observe("nobody", "x")));
            }
            changes.forEach(change -> change.exceptionally(_ -> null).join());
            assertThat(changes)
                    .filteredOn(CompletableFuture::isCompletedExceptionally)
                    .hasSize(10);
            assertThat(store.read().graph().entities()).hasSize(10);
        }
    }

    /** Before every call of a commit, another program writes the file. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void otherProgramThatWritesMeanwhile_losesNothing(boolean inPlace) throws Exception {
        GraphFolder probe = new GraphFolder(Files.createDirectory(directory.resolve("probe"))).with(AUTH);
        FaultyDisk counting = new FaultyDisk();
        try (GraphStore store = probe.open(counting)) {
            store.change(GraphFolder.create("ours"));
        }
        List<FaultyDisk.Call> calls = counting.calls();
        int rename = lastRename(calls, probe.file());
        for (int call = 1; call <= rename; call++) {
            GraphFolder own = new GraphFolder(Files.createDirectory(directory.resolve("call-" + call))).with(AUTH);
            FaultyDisk disk = new FaultyDisk().before(call, _ -> rewrite(own, inPlace));
            try (GraphStore store = own.open(disk)) {
                store.change(GraphFolder.create("ours"));
            }
            if (call < rename) {
                assertThat(own.text())
                        .as(calls.get(call - 1).toString())
                        .contains("theirs")
                        .contains("ours");
            }
        }
        assertThat(rename).isGreaterThan(20);
    }

    /** At every call of a commit, another program begins to write the file in place, and is done some calls later. */
    @ParameterizedTest
    @ValueSource(strings = {"", CUT_OFF})
    void otherProgramThatIsStillWriting_isWaitedFor_andLosesNothing(String unfinished) throws Exception {
        GraphFolder probe = new GraphFolder(Files.createDirectory(directory.resolve("probe"))).with(AUTH, REDIS);
        FaultyDisk counting = new FaultyDisk();
        int opening;
        try (GraphStore store = probe.open(counting)) {
            store.read();
            opening = counting.calls().size();
            store.change(GraphFolder.create("ours"));
        }
        int rename = lastRename(counting.calls(), probe.file());
        for (int call = opening + 1; call < rename; call++) {
            GraphFolder own = new GraphFolder(Files.createDirectory(directory.resolve("call-" + call)));
            own.with(AUTH, REDIS);
            int begin = call;
            FaultyDisk disk = new FaultyDisk().before(0, now -> {
                if (now.number() == begin) {
                    Files.writeString(own.file(), unfinished);
                } else if (now.number() == begin + 60) {
                    Files.writeString(own.file(), AUTH + "\n" + REDIS + "\n" + CACHES);
                }
            });
            StoreOptions impatient = StoreOptions.DEFAULT.withTicker(WITHOUT_PAUSES);
            try (GraphStore store = own.open(disk, impatient)) {
                store.read();
                store.change(GraphFolder.create("ours"));
            }
            assertThat(own.text()).as(counting.calls().get(call - 1).toString()).contains(AUTH, REDIS, CACHES, "ours");
        }
        assertThat(rename - opening).isGreaterThan(20);
    }

    @Test
    void stagedFileThatSomebodyRemoves_isAFailure_andNotAnAcknowledgement() throws Exception {
        GraphFolder probe = new GraphFolder(Files.createDirectory(directory.resolve("probe"))).with(AUTH);
        FaultyDisk counting = new FaultyDisk();
        try (GraphStore store = probe.open(counting)) {
            store.change(GraphFolder.create("ours"));
        }
        folder.with(AUTH);
        FaultyDisk disk = new FaultyDisk()
                .before(
                        lastRename(counting.calls(), probe.file()),
                        _ -> deleteStaged(directory.resolve("memory.jsonl-backup/aml")));
        try (GraphStore store = folder.open(disk)) {
            assertThatThrownBy(() -> store.change(GraphFolder.create("ours"))).isInstanceOf(IOException.class);
            assertThat(folder.text()).isEqualTo(AUTH);
            assertThat(store.runs()).isEmpty();
            store.change(GraphFolder.create("ours"));
        }
        assertThat(folder.text()).contains("ours");
        assertThat(folder.runs()).hasSize(1);
    }

    private static void deleteStaged(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path staged :
                    files.filter(file -> file.toString().endsWith(".new")).toList()) {
                Files.delete(staged);
            }
        }
    }

    /** The place of the rename that replaces the file; nothing can be between it and the check. */
    private static int lastRename(List<FaultyDisk.Call> calls, Path file) {
        return calls.stream()
                .filter(call -> call.name().equals("rename") && call.path().equals(file))
                .mapToInt(FaultyDisk.Call::number)
                .max()
                .orElseThrow();
    }

    /** As server-memory does: today by rename, earlier in place. */
    private static void rewrite(GraphFolder folder, boolean inPlace) throws IOException {
        String text = folder.text();
        if (text.contains("theirs")) {
            return;
        }
        String more = text + "\n{\"type\":\"entity\",\"name\":\"theirs\",\"entityType\":\"t\",\"observations\":[]}";
        if (inPlace) {
            Files.writeString(folder.file(), more);
        } else {
            Path part = Files.writeString(folder.directory().resolve("part"), more);
            Files.move(part, folder.file(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Test
    void fileThatAnotherProgramIsWritingInPlace_isReadOnceItIsComplete() throws Exception {
        folder.with(AUTH, REDIS);
        try (GraphStore store = folder.open()) {
            assertThat(store.read().graph().entities()).hasSize(2);
            Files.writeString(folder.file(), "");
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(100);
                    Files.writeString(folder.file(), AUTH + "\n" + REDIS.substring(0, 30));
                    Thread.sleep(100);
                    Files.writeString(folder.file(), AUTH + "\n" + REDIS + "\n" + CACHES);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            store.change(GraphFolder.create("ours"));
            writer.join();
        }
        assertThat(folder.text()).contains(AUTH, REDIS, CACHES, "ours");
    }
}
