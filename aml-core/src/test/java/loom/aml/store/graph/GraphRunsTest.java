package loom.aml.store.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static loom.aml.store.graph.GraphFolder.AUTH;
import static loom.aml.store.graph.GraphFolder.CACHES;
import static loom.aml.store.graph.GraphFolder.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.app.item.AddItem;
import loom.aml.app.item.EditItem;
import loom.aml.app.item.ItemChanged;
import loom.aml.app.item.RecordFeedback;
import loom.aml.app.item.RemoveItem;
import loom.aml.edit.Feedback;
import loom.aml.edit.InvalidItemException;
import loom.aml.edit.ItemEdit;
import loom.aml.edit.Verdict;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.run.Execution;
import loom.aml.run.History;
import loom.aml.run.Report;
import loom.aml.run.Undo;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoteUsage;
import loom.aml.store.Plan;
import loom.aml.store.Selection;
import loom.aml.store.StoredItem;
import loom.aml.store.log.RunRecord;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of aml's commands on a memory file change what they say they change, and an undo gives back every byte. */
class GraphRunsTest {
    private static final int GRAPHS = 200;
    private static final String USES =
            "{\"type\":\"relation\",\"from\":\"redis\",\"to\":\"auth\",\"relationType\":\"uses\"}";

    @TempDir
    private Path directory;

    private final RandomGenerator random = new Random(20_261_201);
    private GraphFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new GraphFolder(directory);
    }

    private interface Planning {
        Plan of(MemoryStore store) throws IOException;
    }

    private Report execute(GraphFolder in, Planning planning) throws IOException {
        try (MemoryStore open = in.openStore()) {
            return new Execution(open, random).execute(planning.of(open), Execution.Options.DEFAULT.withBackup(false));
        }
    }

    private Report undo(GraphFolder in, String run) throws IOException {
        return execute(in, open -> Undo.plan(open, recorded(open, run)));
    }

    private static RunRecord recorded(MemoryStore store, String run) throws IOException {
        return new History(store)
                .runs().stream()
                        .filter(one -> one.run().equals(run))
                        .findFirst()
                        .orElseThrow();
    }

    private static Plan gc(MemoryStore store) throws IOException {
        return new GarbageCollector(GcPolicy.DEFAULT, Instant.now()).plan(store, Selection.ALL);
    }

    private static ItemKey key(String id) {
        return new ItemKey("memory", ItemKind.NOTE, id);
    }

    private ItemChanged remove(String id) throws Exception {
        try (MemoryStore open = folder.openStore()) {
            return new RemoveItem(open, random).run(new RemoveItem.Request(key(id), "obsolete", Optional.empty()));
        }
    }

    private ItemChanged add(String fields) throws Exception {
        try (MemoryStore open = folder.openStore()) {
            return new AddItem(open, random)
                    .run(new AddItem.Request(ItemKind.NOTE, "memory", fields.getBytes(UTF_8), false));
        }
    }

    private static String run(ItemChanged changed) {
        return changed.report().orElseThrow().run();
    }

    @Test
    void remove_takesTheRelationsOfAnEntityWithIt_andUndoPutsAllBack() throws Exception {
        folder.with(AUTH, CACHES, REDIS, USES);
        String before = folder.text();

        ItemChanged removed = remove("auth");

        assertThat(folder.text()).isEqualTo(REDIS);
        undo(folder, run(removed));
        assertThat(folder.text()).isEqualTo(before);
    }

    @Test
    void remove_ofOneOfTwoEntitiesOfAName_keepsTheRelations() throws Exception {
        String other = AUTH.replace("component", "service");
        folder.with(AUTH, REDIS, other, CACHES);

        remove("auth~2");

        assertThat(folder.lines()).containsExactly(AUTH, REDIS, CACHES);
    }

    @Test
    void remove_ofARelation_takesItAlone() throws Exception {
        folder.with(AUTH, REDIS, CACHES, USES);

        remove("auth caches-in redis");

        assertThat(folder.lines()).containsExactly(AUTH, REDIS, USES);
    }

    @Test
    void add_writesAnEntity_asServerMemoryWritesIt() throws Exception {
        folder.with(AUTH);
        String before = folder.text();

        ItemChanged added = add("{\"title\":\"Redis cache\",\"type\":\"database\",\"text\":\"is fast\\n\\nis lossy\"}");

        assertThat(added.key()).isEqualTo(key("Redis cache"));
        assertThat(folder.lines())
                .containsExactly(
                        AUTH,
                        "{\"type\":\"entity\",\"name\":\"Redis cache\",\"entityType\":\"database\","
                                + "\"observations\":[\"is fast\",\"is lossy\"]}");
        undo(folder, run(added));
        assertThat(folder.text()).isEqualTo(before);
    }

    @Test
    void add_ofWhatAGraphCannotHold_isRefused() throws Exception {
        folder.with(AUTH);

        assertThatThrownBy(() -> add("{\"title\":\"x\",\"tags\":[\"t\"],\"text\":\"y\"}"))
                .isInstanceOf(InvalidItemException.class)
                .hasMessageContaining("an entity has no tags");
        assertThat(folder.text()).isEqualTo(AUTH);
    }

    @Test
    void edit_changesOneField_andNoOtherByte() throws Exception {
        String odd =
                "{\"type\":\"entity\" , \"name\":\"auth\", \"since\": 1.50, \"entityType\":\"t\",\"observations\":[ \"a\" ]}";
        folder.with(odd, REDIS);

        try (MemoryStore open = folder.openStore()) {
            ItemEdit edit = new ItemEdit.Fields(Map.of("observations", "[\"a\",\"b\"]"), Set.of());
            new EditItem(open, random).run(new EditItem.Request(key("auth"), edit, Optional.empty(), false));
        }

        assertThat(folder.lines()).containsExactly(odd.replace("[ \"a\" ]", "[ \"a\" , \"b\" ]"), REDIS);
    }

    @Test
    void addition_toAnEntity_becomesAnObservation() throws Exception {
        folder.with(AUTH, REDIS);
        String before = folder.text();

        for (int time = 0; time < 2; time++) {
            try (MemoryStore open = folder.openStore()) {
                ItemEdit edit = new ItemEdit.Addition(Map.of("text", "\"logs each refusal\""));
                new EditItem(open, random).run(new EditItem.Request(key("auth"), edit, Optional.empty(), false));
            }
        }

        assertThat(folder.text()).isEqualTo(before.replaceFirst("]}", ",\"logs each refusal\"]}"));
    }

    @Test
    void feedback_isKeptBesideTheFile() throws Exception {
        folder.with(AUTH);

        try (MemoryStore open = folder.openStore()) {
            new RecordFeedback(open, random)
                    .run(new RecordFeedback.Request(
                            key("auth"), new Feedback(Verdict.HELPED, OptionalLong.empty()), Optional.empty()));
            assertThat(NoteUsage.of(open).of("auth").helped()).isEqualTo(1);
        }

        assertThat(folder.text()).isEqualTo(AUTH);
        assertThat(directory.resolve(".aml/memory.jsonl/usage.json")).exists();
    }

    @Test
    void gc_removesCopies_andRelationsOfNothing_andReportsTheRest() throws Exception {
        String nowhere = "{\"type\":\"relation\",\"from\":\"auth\",\"to\":\"gone\",\"relationType\":\"uses\"}";
        String other = AUTH.replace("component", "service");
        folder.with(AUTH, REDIS, AUTH, other, CACHES, nowhere, CACHES);
        String before = folder.text();

        Report report = execute(folder, GraphRunsTest::gc);

        assertThat(folder.lines()).containsExactly(AUTH, REDIS, other, CACHES);
        assertThat(report.findings())
                .extracting(Finding::what)
                .contains("another entity has the same name and other content");
        undo(folder, report.run());
        assertThat(folder.text()).isEqualTo(before);
        assertThat(execute(
                                folder,
                                store -> new GarbageCollector(GcPolicy.DEFAULT, Instant.now())
                                        .plan(store, Selection.ALL, History.undoneTidying(store)))
                        .changedFiles())
                .as("what was undone stays")
                .isZero();
    }

    @Test
    void gc_keepsRelations_ifALineThatCannotBeReadMayBeTheirEntity() throws Exception {
        folder.with(AUTH, CACHES, REDIS.substring(0, 40));
        String before = folder.text();

        Report report = execute(folder, GraphRunsTest::gc);

        assertThat(folder.text()).isEqualTo(before);
        assertThat(report.findings())
                .extracting(finding -> finding.kind() + " " + finding.where())
                .contains("KEPT memory.jsonl", "STRANGER memory.jsonl:3");
    }

    @Test
    void undo_ofACommand_reversesTheCallOfATool_andViceVersa() throws Exception {
        folder.with(AUTH, REDIS, CACHES);
        String before = folder.text();
        String call = folder.change(GraphFolder.delete("auth")).run().orElseThrow();

        Report undone = undo(folder, call);

        assertThat(folder.text()).isEqualTo(before);
        assertThat(undone.findings()).isEmpty();
        try (MemoryStore open = folder.openReadOnly()) {
            assertThat(History.undone(new History(open).runs())).contains(call);
        }
        assertThatThrownBy(() -> folder.undo(call))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("was already undone by run " + undone.run());
        folder.undo(undone.run());
        assertThat(folder.text()).isEqualTo(REDIS);
    }

    @Test
    void undo_ofACall_keepsWhatWasWrittenSince() throws Exception {
        folder.with(AUTH, REDIS, CACHES);
        String call = folder.change(GraphFolder.delete("auth")).run().orElseThrow();
        folder.change(GraphFolder.create("auth", "is new"));
        folder.change(GraphFolder.create("later"));

        Report undone = undo(folder, call);

        assertThat(folder.text()).contains("is new", "later", CACHES).doesNotContain("uses JWT");
        assertThat(undone.findings())
                .extracting(Finding::what)
                .contains("exists again; the former version is in the record of the run");
    }

    @Test
    void otherFilesOfTheDirectory_areNotTouched() throws Exception {
        folder.with(AUTH, AUTH);
        Files.writeString(directory.resolve("other.jsonl"), CACHES);
        Files.createDirectories(directory.resolve("src/.aml-x"));
        Files.writeString(directory.resolve("notes.md"), "text");

        execute(folder, GraphRunsTest::gc);

        try (Stream<Path> files = Files.walk(directory, 1)) {
            assertThat(files.map(path -> directory.relativize(path).toString()))
                    .containsExactlyInAnyOrder(
                            "", "memory.jsonl", "memory.jsonl-backup", "other.jsonl", "src", "notes.md");
        }
    }

    @Test
    void generatedGraphs_areReadAndWrittenAsTheyAre_andEveryUndoIsExact() throws Exception {
        int changed = 0;
        for (int seed : CaseSample.seeds(GRAPHS)) {
            SplittableRandom choices = new SplittableRandom(seed);
            GraphFolder graph = new GraphFolder(Files.createDirectory(directory.resolve("graph-" + seed)));
            graph.withText(RandomGraph.text(choices));
            byte[] before = Files.readAllBytes(graph.file());
            assertThat(new GraphRendering().stored(new GraphRendering().items(before)))
                    .as("seed %s", seed)
                    .isEqualTo(before);

            List<String> runs = new ArrayList<>();
            runs.add(execute(graph, GraphRunsTest::gc).run());
            for (StoredItem item : items(graph)) {
                if (choices.nextInt(3) == 0 && !item.key().id().isEmpty()) {
                    try (MemoryStore open = graph.openStore()) {
                        if (open.get(item.key()).isPresent()) {
                            runs.add(run(new RemoveItem(open, random)
                                    .run(new RemoveItem.Request(item.key(), "unwanted", Optional.empty()))));
                        }
                    }
                }
            }
            changed += Arrays.equals(Files.readAllBytes(graph.file()), before) ? 0 : 1;
            for (String run : runs.reversed()) {
                undo(graph, run);
            }

            assertThat(Files.readAllBytes(graph.file())).as("seed %s", seed).isEqualTo(before);
        }
        assertThat(changed).isGreaterThan(CaseSample.least(GRAPHS / 2));
    }

    private static List<StoredItem> items(GraphFolder graph) throws IOException {
        List<StoredItem> items = new ArrayList<>();
        try (MemoryStore open = graph.openReadOnly()) {
            open.scan(open.list(), Selection.ALL, collection -> {
                collection.read(item -> items.add(StoredItem.of("memory", item)));
                return items;
            });
        }
        return items;
    }
}
