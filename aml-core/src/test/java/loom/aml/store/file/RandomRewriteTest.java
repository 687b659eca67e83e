package loom.aml.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import loom.aml.CaseSample;
import loom.aml.RandomStore;
import loom.aml.StoreItems;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.Encoding;
import loom.aml.io.FaultyDisk;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileOutcome;
import loom.aml.store.MemoryStore;
import loom.aml.store.Reason;
import loom.aml.store.Removal;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import loom.aml.store.log.Archive;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Removed items can be restored and all others stay, for random items and layouts. The parameter is the seed. */
class RandomRewriteTest {
    private static final int STORES = 25;

    @TempDir
    private Path directory;

    private TestStore store;

    static int[] seeds() {
        return CaseSample.seeds(STORES).stream().mapToInt(i -> 7_000 + i).toArray();
    }

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    private List<FileOutcome> apply(String operation, Scenario.Planner planner) throws IOException {
        List<FileOutcome> outcomes = Scenario.apply(store, new FaultyDisk(), operation, planner);
        store.pass(Duration.ofSeconds(1));
        return outcomes;
    }

    /** A rewrite of each collection, which takes out each item with a chance. */
    private static ChangeSet random(MemoryStore open, RandomGenerator random, double chance, boolean recoded)
            throws IOException {
        List<StoreChange> changes = new ArrayList<>();
        for (ScanResult<List<Removal>> scanned : open.scan(open.list(), Selection.ALL, file -> {
            List<Removal> removals = new ArrayList<>();
            file.read(item -> {
                if (random.nextDouble() < chance) {
                    removals.add(Removal.of(item, Scenario.byHand(Reason.MANUAL_DELETION)));
                }
            });
            return removals;
        })) {
            ScanResult.Read<List<Removal>> read = (ScanResult.Read<List<Removal>>) scanned;
            Encoding encoding = recoded ? Encoding.values()[random.nextInt(2)] : null;
            changes.add(new CollectionChange.Rewrite(read.file(), read.state(), read.result(), encoding));
        }
        return new ChangeSet(changes);
    }

    private static ChangeSet wayBack(MemoryStore open, String operation) throws IOException {
        List<StoreChange> changes = new ArrayList<>();
        for (String run : LogFolder.of(open.place()).runs()) {
            RunRecord record = LogFolder.of(open.place()).read(run);
            for (Commit commit : record.commits()) {
                if (record.operation().equals(operation) && commit.archive().isPresent()) {
                    CollectionFile file = CollectionFile.ofPath(commit.path()).orElseThrow();
                    changes.add(new CollectionChange.PutBack(
                            file,
                            open.requireFiles().version(file.path()),
                            new Archive(LogFolder.of(open.place()), run)
                                    .items(commit.archive().orElseThrow().name()),
                            commit.left().orElseThrow(),
                            Encoding.PLAIN));
                }
            }
        }
        return new ChangeSet(changes);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rewrite_withNothingToRemove_keepsEveryText(int seed) throws IOException {
        RandomStore.fill(store, new Random(seed));
        SortedMap<String, String> before = store.memory();

        List<FileOutcome> outcomes = apply("nothing", open -> random(open, new Random(seed), 0, false));

        assertThat(outcomes).noneMatch(FileOutcome::isCommitted);
        assertThat(store.memory()).isEqualTo(before);

        List<String> texts = texts();
        apply("recoded", open -> random(open, new Random(seed), 0, true));
        assertThat(texts()).isEqualTo(texts);
    }

    /** The texts of all collections, whatever their encoding. */
    private List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String path : store.collections()) {
            texts.add(path + " " + store.text(path));
        }
        return texts;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void removing_keepsTheOthersToTheByte_andPuttingBackGivesTheTextBack(int seed) throws IOException {
        Random random = new Random(seed);
        RandomStore.fill(store, random);
        SortedMap<String, String> before = store.texts();
        List<List<JsonObject>> left = new ArrayList<>();
        List<String> paths = store.collections();
        List<Set<Integer>> ordinals = new ArrayList<>();

        List<FileOutcome> removed = apply("removing", open -> {
            ChangeSet changes = random(open, random, new double[] {0.1, 0.5, 0.9, 1}[seed % 4], false);
            for (StoreChange change : changes.changes()) {
                Set<Integer> leaving = new HashSet<>();
                ((CollectionChange.Rewrite) change).removals().forEach(removal -> leaving.add(removal.ordinal()));
                ordinals.add(leaving);
                left.add(without(store.text(change.path()), leaving));
            }
            return changes;
        });

        assertThat(removed).extracting(FileOutcome::path).isEqualTo(paths);
        for (int i = 0; i < paths.size(); i++) {
            assertThat(removed.get(i).removedItems()).isEqualTo(ordinals.get(i).size());
            assertThat(elements(store.text(paths.get(i))))
                    .as(paths.get(i))
                    .hasToString(left.get(i).toString());
        }

        apply("back", open -> wayBack(open, "removing"));

        assertThat(store.texts()).isEqualTo(before);
    }

    /** Returns all elements as an independent parser reads them, including those that are not objects. */
    private static List<JsonObject> elements(String text) throws IOException {
        return without(text, Set.of());
    }

    private static List<JsonObject> without(String text, Set<Integer> ordinals) throws IOException {
        String array = text.replace("\ufeff", "").strip();
        String wrapped = "{\"elements\":" + (array.isEmpty() ? "[]" : array) + "}";
        List<JsonObject> kept = new ArrayList<>();
        JsonFactory factory = new JsonFactory();
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), wrapped)) {
            parser.nextToken();
            parser.nextToken();
            parser.nextToken();
            for (int ordinal = 0; parser.nextToken() != JsonToken.END_ARRAY; ordinal++) {
                int from = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                int to = (int) parser.currentLocation().getCharOffset();
                if (!ordinals.contains(ordinal)) {
                    kept.add(JsonObject.builder()
                            .put("text", wrapped.substring(from, to))
                            .build());
                }
            }
        }
        return kept;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void puttingBack_afterOthersAdded_addsAtTheEnd_andRefusesIdsThatExist(int seed) throws IOException {
        Random random = new Random(seed);
        RandomStore.fill(store, random);
        apply("removing", open -> random(open, random, 0.5, false));
        for (String path : store.collections()) {
            List<String> items = StoreItems.of(store, path);
            items.add(TestItem.pattern("added").toLine());
            store.rewrite(path, "[" + String.join(", ", items) + "]");
        }

        List<List<String>> standing = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        List<FileOutcome> outcomes = apply("back", open -> {
            ChangeSet changes = wayBack(open, "removing");
            for (StoreChange change : changes.changes()) {
                changed.add(change.path());
                standing.add(StoreItems.of(store, change.path()));
            }
            return changes;
        });

        for (int i = 0; i < changed.size(); i++) {
            List<String> now = StoreItems.of(store, changed.get(i));
            assertThat(now.subList(0, standing.get(i).size())).isEqualTo(standing.get(i));
            assertThat(now).hasSize(standing.get(i).size() + outcomes.get(i).inserted());
            Set<String> ids = idsOf(standing.get(i));
            List<String> back = now.subList(standing.get(i).size(), now.size());
            assertThat(idsOf(back)).as("of what was put back").doesNotContainAnyElementsOf(ids);
            assertThat(outcomes.get(i).findings())
                    .allMatch(finding -> finding.what().contains("exists in the collection"));
        }
    }

    private static Set<String> idsOf(List<String> items) throws IOException {
        Set<String> ids = new HashSet<>();
        for (String item : items) {
            JsonObject.parse(item).string("id").ifPresent(ids::add);
        }
        return ids;
    }
}
