package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.IntStream;
import loom.aml.CaseSample;
import loom.aml.RandomStore;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.restore.ItemRestore;
import loom.aml.backup.restore.RestorePlan;
import loom.aml.json.JsonObject;
import loom.aml.run.Report;
import loom.aml.store.FileChange;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Restoring single items changes only these items. */
class ItemRestoreTest {
    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    private RestorePlan plan(MemoryStore open, Manifest manifest, Set<String> agents, String... ids)
            throws IOException {
        try (Backup backup = store.backups()) {
            return ItemRestore.plan(open, backup.repository(), manifest, Set.of(ids), agents);
        }
    }

    private Report restore(Manifest manifest, String... ids) throws IOException {
        // The texts are read while the plan is executed.
        try (Backup backup = store.backups()) {
            return store.run(open -> ItemRestore.plan(open, backup.repository(), manifest, Set.of(ids), Set.of()));
        }
    }

    private static TestItem changed(String id) {
        return TestItem.pattern(id).with("x_changed", true);
    }

    @Test
    void existingItem_isReplacedInItsPlace() throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"), TestItem.pattern("c"));
        Manifest manifest = store.snapshot().manifest();
        store.put("debugger/patterns.json", changed("c"), changed("b"), changed("a"), TestItem.pattern("d"));

        Report report = restore(manifest, "b");

        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(report.transformed()).isEqualTo(1);
        assertThat(report.backup()).as("what it replaces is saved first").isNotNull();
        assertThat(store.text("debugger/patterns.json"))
                .isEqualTo(
                        TestItem.collection(changed("c"), TestItem.pattern("b"), changed("a"), TestItem.pattern("d")));
    }

    @Test
    void missingItem_isAppended() throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"));
        Manifest manifest = store.snapshot().manifest();
        store.put("debugger/patterns.json", changed("b"));

        restore(manifest, "a");

        assertThat(store.text("debugger/patterns.json"))
                .isEqualTo(TestItem.collection(changed("b"), TestItem.pattern("a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "", "null", " \n", "[ ]\n", "\ufeff[\n]"})
    void item_isAddedToAnEmptyCollection(String empty) throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"));
        Manifest manifest = store.snapshot().manifest();
        store.put("debugger/patterns.json", empty);

        Report report = restore(manifest, "a");

        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(idsOf("debugger/patterns.json")).containsExactly("a");
    }

    private List<String> idsOf(String path) throws IOException {
        String text = store.text(path).replace("\ufeff", "");
        return JsonObject.parse("{\"items\":" + text + "}").objects("items").stream()
                .map(item -> item.string("id").orElse("-"))
                .toList();
    }

    @Test
    void item_ofAMissingCollection_createsIt() throws IOException {
        store.putGzip("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"));
        store.put("reviewer/patterns.json", TestItem.pattern("c"));
        Manifest manifest = store.snapshot().manifest();
        Files.delete(store.root().resolve("debugger/patterns.json"));
        Files.delete(store.root().resolve("debugger"));
        Files.delete(store.root().resolve("reviewer/patterns.json"));

        restore(manifest, "b", "c");

        assertThat(store.isGzip("debugger/patterns.json")).isTrue();
        assertThat(store.text("debugger/patterns.json")).isEqualTo(TestItem.collection(TestItem.pattern("b")));
        assertThat(store.isGzip("reviewer/patterns.json")).isFalse();
        assertThat(store.text("reviewer/patterns.json")).isEqualTo(TestItem.collection(TestItem.pattern("c")));
    }

    @Test
    void item_ofAGzipCollection_staysInGzip() throws IOException {
        store.putGzip("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"));
        Manifest manifest = store.snapshot().manifest();
        store.putGzip("debugger/patterns.json", changed("a"));

        restore(manifest, "a", "b");

        assertThat(store.isGzip("debugger/patterns.json")).isTrue();
        assertThat(store.text("debugger/patterns.json"))
                .isEqualTo(TestItem.collection(TestItem.pattern("a"), TestItem.pattern("b")));
    }

    /** The runtime does not read the suffixed file, so the item is restored into the current file. */
    @Test
    void item_ofARenamedCollection_isPutIntoItsCurrentFile() throws IOException {
        store.putGzip("debugger/patterns.json.gz", TestItem.pattern("a"), TestItem.pattern("b"));
        Manifest manifest = store.snapshot().manifest();
        Files.delete(store.root().resolve("debugger/patterns.json.gz"));
        store.put("debugger/patterns.json", TestItem.pattern("b"));

        restore(manifest, "a");

        assertThat(store.has("debugger/patterns.json.gz")).isFalse();
        assertThat(idsOf("debugger/patterns.json")).containsExactly("b", "a");
    }

    @Test
    void unchangedItem_isNotRestored() throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"));
        Manifest manifest = store.snapshot().manifest();
        SortedMap<String, String> before = store.memory();

        Report report = restore(manifest, "a");

        assertThat(report.changedFiles()).isZero();
        assertThat(store.memory()).isEqualTo(before);
    }

    @Test
    void item_missingFromTheSnapshot_isReported() throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern("a"));
        Manifest manifest = store.snapshot().manifest();
        store.put("debugger/patterns.json", changed("a"));

        Report report = restore(manifest, "a", "nobody");

        assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.where()).isEqualTo("nobody");
            assertThat(finding.what()).contains(manifest.id());
        });
        assertThat(store.text("debugger/patterns.json")).isEqualTo(TestItem.collection(TestItem.pattern("a")));
    }

    @Test
    void item_ofOneAgent_leavesOtherAgentsAlone() throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern("a")).put("reviewer/patterns.json", TestItem.pattern("a"));
        Manifest manifest = store.snapshot().manifest();
        store.put("debugger/patterns.json", changed("a")).put("reviewer/patterns.json", changed("a"));

        try (Backup backup = store.backups()) {
            store.run(open -> ItemRestore.plan(open, backup.repository(), manifest, Set.of("a"), Set.of("reviewer")));
        }

        assertThat(store.text("debugger/patterns.json")).isEqualTo(TestItem.collection(changed("a")));
        assertThat(store.text("reviewer/patterns.json")).isEqualTo(TestItem.collection(TestItem.pattern("a")));
    }

    @Test
    void item_ofADamagedCollection_doesNotReplaceTheDamagedFile() throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern("a"));
        Manifest manifest = store.snapshot().manifest();
        store.put("debugger/patterns.json", "[{\"id\": \"a\"");
        byte[] damaged = store.bytes("debugger/patterns.json");

        Report report = restore(manifest, "a");

        assertThat(report.findings())
                .anySatisfy(finding -> assertThat(finding.kind()).isEqualTo(Finding.Kind.DAMAGED));
        assertThat(store.bytes("debugger/patterns.json")).isEqualTo(damaged);
    }

    @Test
    void plan_changesNothing() throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern("a"));
        Manifest manifest = store.snapshot().manifest();
        store.put("debugger/patterns.json", changed("a"));
        SortedMap<String, String> before = store.everything();

        RestorePlan plan = store.plan(open -> plan(open, manifest, Set.of(), "a"));

        assertThat(plan.difference()).isEqualTo(new FileChange.Difference(0, 1, 0));
        assertThat(store.everything()).isEqualTo(before);
    }

    @Test
    void undo_ofARestoredItem_restoresTheFileAsItWas() throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"));
        Manifest manifest = store.snapshot().manifest();
        store.put("debugger/patterns.json", changed("b"));
        SortedMap<String, String> before = store.texts();

        Report report = restore(manifest, "a", "b");
        Report undone = store.undo(report.run());

        assertThat(undone.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.texts()).isEqualTo(before);
    }

    static IntStream seeds() {
        return CaseSample.seeds(60).stream().mapToInt(Integer::intValue);
    }

    /** For every layout, the result is valid, contains the wanted items, and differs in nothing else. */
    @ParameterizedTest
    @MethodSource("seeds")
    void items_ofAnyStore_areRestored_andNothingElseChanges(int seed) throws IOException {
        Random random = new Random(seed);
        RandomStore.fill(store, random);
        List<String> collections = store.collections();
        Manifest manifest = store.snapshot().manifest();
        List<String> wanted = new ArrayList<>();
        for (String path : collections) {
            List<String> ids = idsOf(path);
            if (!ids.isEmpty()) {
                wanted.add(ids.get(random.nextInt(ids.size())));
            }
        }
        wanted.removeIf(id -> id.equals("-"));
        TestStore other = TestStore.in(directory.resolve("other"));
        RandomStore.fill(other, new Random(seed + 1000));
        for (String path : collections) {
            if (other.has(path)) {
                store.put(path, other.bytes(path));
            }
        }
        List<List<String>> before = new ArrayList<>();
        for (String path : collections) {
            before.add(elementsOf(store.text(path)));
        }

        Report report = restore(manifest, wanted.stream().distinct().toArray(String[]::new));

        assertThat(report.findings()).as("seed " + seed).noneMatch(Finding::isProblem);
        Path then = store.restored(manifest.id());
        for (int i = 0; i < collections.size(); i++) {
            String path = collections.get(i);
            String told = "seed " + seed + " " + path + "\n" + store.text(path);
            List<String> now = elementsOf(store.text(path));
            List<String> expected = new ArrayList<>(before.get(i));
            List<String> saved = elementsOf(TestStore.textOf(Files.readAllBytes(then.resolve(path))));
            for (String item : saved) {
                String id = idOf(item);
                boolean isFirst = saved.stream()
                                .filter(one -> idOf(one).equals(id))
                                .findFirst()
                                .orElseThrow()
                        == item;
                if (wanted.contains(id) && isFirst) {
                    int at = IntStream.range(0, expected.size())
                            .filter(n -> idOf(expected.get(n)).equals(id))
                            .findFirst()
                            .orElse(-1);
                    if (at < 0) {
                        expected.add(item);
                    } else {
                        expected.set(at, item);
                    }
                }
            }
            assertThat(now).as(told).isEqualTo(expected);
        }
    }

    private static String idOf(String element) {
        try {
            return JsonObject.parse(element).string("id").orElse("-");
        } catch (IOException e) {
            return "-";
        }
    }

    private static List<String> elementsOf(String text) throws IOException {
        String json = "{\"elements\":" + text.replace("\ufeff", "") + "}";
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            List<String> elements = new ArrayList<>();
            parser.nextToken();
            parser.nextToken();
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int from = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                int to = (int) parser.currentLocation().getCharOffset();
                elements.add(json.substring(from, to));
            }
            return elements;
        }
    }
}
