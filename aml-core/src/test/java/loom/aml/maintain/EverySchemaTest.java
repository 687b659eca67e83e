package loom.aml.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.SharedFixtures;
import loom.aml.TestStore;
import loom.aml.backup.Backup;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.restore.FolderRestore;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.compress.CompressPolicy;
import loom.aml.compress.Compressor;
import loom.aml.index.MemorySearch;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.migrate.MigratePolicy;
import loom.aml.migrate.Migrator;
import loom.aml.migrate.SchemaVersion;
import loom.aml.monitor.ItemDefect;
import loom.aml.monitor.Metrics;
import loom.aml.monitor.Monitor;
import loom.aml.monitor.MonitorPolicy;
import loom.aml.monitor.RelatedStatus;
import loom.aml.monitor.SurveyDepth;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.store.Explanation;
import loom.aml.store.MemoryStore;
import loom.aml.store.Plan;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.kind.StoreKinds;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPolicy;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every capability with every schema version: the same memories give the same result. */
class EverySchemaTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    /** The result of a capability on a store, in a comparable form. */
    private interface Answer {
        Object of(MemoryStore store) throws IOException;
    }

    /** Add a line for each new capability. */
    private static final Map<String, Answer> CAPABILITIES = new LinkedHashMap<>();

    static {
        CAPABILITIES.put("prune", prune(PrunePolicy.DEFAULT));
        CAPABILITIES.put("prune --aggressive", prune(PrunePolicy.DEFAULT.aggressive()));
        CAPABILITIES.put(
                "gc", store -> leaving(store, new GarbageCollector(GcPolicy.DEFAULT, NOW).plan(store, Selection.ALL)));
        CAPABILITIES.put("compress", EverySchemaTest::compressed);
        CAPABILITIES.put("backup", EverySchemaTest::snapshot);
        CAPABILITIES.put("restore", EverySchemaTest::restored);
        CAPABILITIES.put("monitor", EverySchemaTest::figures);
        CAPABILITIES.put("search", EverySchemaTest::found);
    }

    /** Returns the items that each query finds, words and numbers alike. */
    private static SortedMap<String, List<String>> found(MemoryStore store) throws IOException {
        SortedMap<String, List<String>> found = new TreeMap<>();
        try (MemorySearch search = new MemorySearch(store, Duration.ZERO)) {
            search.refresh();
            for (String question : List.of(
                    "transient",
                    "\"before the\" -quota",
                    "kind:solution ENOSPC",
                    "agent:frontend-developer schema",
                    "confidence:>0.4 success:<0.9",
                    "executions:>5",
                    "weight:>0.3",
                    "age:<90d",
                    "active:true")) {
                SearchRequest request =
                        SearchRequest.of(QueryParser.parse(question, NOW)).withPage(0, 10_000);
                found.put(
                        question,
                        search.search(request).hits().stream()
                                .map(hit ->
                                        hit.match().file() + " " + hit.item().id())
                                .sorted()
                                .toList());
            }
        }
        assertThat(found.values()).as("each query finds something").noneMatch(List::isEmpty);
        return found;
    }

    /** Returns the files that would be compressed if they had not been written for years. */
    private static SortedMap<String, Integer> compressed(MemoryStore store) throws IOException {
        SortedMap<String, Integer> files = new TreeMap<>();
        new Compressor(CompressPolicy.DEFAULT, NOW.plus(Duration.ofDays(3_650)))
                .compress(store, Selection.ALL)
                .changes()
                .changes()
                .forEach(change -> files.put(change.path(), 1));
        return files;
    }

    /** Returns the number of items in a snapshot, by file. */
    private static SortedMap<String, Integer> snapshot(MemoryStore store) throws IOException {
        SortedMap<String, Integer> items = new TreeMap<>();
        try (Backup backup = Backup.of(store.place(), new Random(1))) {
            for (FileEntry file :
                    backup.create(SnapshotRequest.DEFAULT).manifest().files()) {
                file.items().ifPresent(count -> items.put(file.path(), count));
            }
        }
        return items;
    }

    /** Restores each file item by item and returns the number of restored items, by file. */
    private static SortedMap<String, Integer> restored(MemoryStore store) throws IOException {
        SortedMap<String, Integer> items = new TreeMap<>();
        try (Backup backup = Backup.of(store.place(), new Random(1))) {
            Manifest manifest = backup.create(SnapshotRequest.DEFAULT).manifest();
            Path folder = store.place().root().resolveSibling("restored");
            new FolderRestore(store.place().disk(), backup.repository(), 1)
                    .restore(manifest, RestoreSelection.EVERYTHING, folder);
            try (MemoryStore back = StoreKinds.openReadOnly(store.place().disk(), folder, store.options())) {
                for (ScanResult<Integer> scanned : back.scan(back.list(), Selection.ALL, collection -> {
                    int[] count = {0};
                    collection.read(_ -> count[0]++);
                    return count[0];
                })) {
                    if (scanned instanceof ScanResult.Read<Integer> read) {
                        items.put(read.file().path(), read.result());
                    }
                }
            }
        }
        return items;
    }

    /** Counts the items by kind, and the useless ones by defect. */
    private static Map<String, Long> figures(MemoryStore store) throws IOException {
        Metrics metrics = new Monitor(
                        MonitorPolicy.DEFAULT, new PolicyJudge(PrunePolicy.DEFAULT, NOW), RelatedStatus.UNKNOWN, NOW)
                .observe(store, SurveyDepth.FIGURES)
                .metrics();
        Map<String, Long> figures = new LinkedHashMap<>();
        for (ItemKind kind : ItemKind.RUNTIME) {
            figures.put(kind.word(), metrics.count(kind));
        }
        for (ItemDefect rot : ItemDefect.values()) {
            figures.put(rot.word(), metrics.rotten(rot));
        }
        return figures;
    }

    private static Answer prune(PrunePolicy policy) {
        return store -> leaving(store, new Pruner(policy, NOW).plan(store, Selection.ALL, ReappearedItems.NONE));
    }

    /** Returns the items that a plan removes, with the reason. */
    private static SortedMap<String, String> leaving(MemoryStore store, Plan plan) throws IOException {
        SortedMap<String, String> leaving = new TreeMap<>();
        Explanation.read(
                store,
                plan.changes(),
                one -> leaving.put(
                        one.file() + " " + one.id(),
                        one.cause().strategy() + " " + one.cause().reason().word()));
        return leaving;
    }

    @TempDir
    private Path directory;

    /**
     * Returns the sample stores in each version, and one in which each file has items of several versions, as the
     * runtime leaves it.
     */
    static Stream<Arguments> matrix() {
        List<Arguments> matrix = new ArrayList<>();
        for (String capability : CAPABILITIES.keySet()) {
            for (String version :
                    List.of("v1.1.0", "v1.2.0", "v2.0.0", "mixed", "ours 1.1.0", "ours 1.2.0", "ours 2.0.0")) {
                matrix.add(Arguments.of(capability, version));
            }
        }
        return matrix.stream();
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void result_isTheSameInEveryVersion(String capability, String version) throws IOException {
        Answer answer = CAPABILITIES.get(capability);

        Object first = answer(answer, fixture("v1.0.0"));

        assertThat(answer(answer, store(version))).isEqualTo(first);
        assertThat((Map<?, ?>) first).isNotEmpty();
    }

    private static Object answer(Answer answer, TestStore store) throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return answer.of(open);
        }
    }

    private TestStore fixture(String version) throws IOException {
        return withGarbage(TestStore.copyOf(SharedFixtures.require("schema/" + version), directory.resolve(version)));
    }

    /** Adds a duplicate and an item without id to each collection, because the fixtures contain no garbage. */
    private static TestStore withGarbage(TestStore store) throws IOException {
        for (String path : store.collections()) {
            List<JsonObject> items = new ArrayList<>(store.items(path));
            if (!items.isEmpty()) {
                items.add(items.getFirst());
                items.add(JsonObject.builder()
                        .putAll(items.getLast())
                        .put("id", (String) null)
                        .build());
                store.put(path, items.toString());
            }
        }
        return store;
    }

    private TestStore store(String version) throws IOException {
        if (version.equals("mixed")) {
            return mixed();
        }
        if (!version.startsWith("ours ")) {
            return fixture(version);
        }
        TestStore store =
                withGarbage(TestStore.copyOf(SharedFixtures.require("schema/v1.0.0"), directory.resolve(version)));
        MigratePolicy policy = MigratePolicy.to(SchemaVersion.parse(version.substring("ours ".length())));
        store.run(open -> new Migrator(policy, NOW).plan(open));
        return store;
    }

    /** Each collection begins with items of the newest version and ends with items of the oldest. */
    private TestStore mixed() throws IOException {
        TestStore old = fixture("v1.0.0");
        List<TestStore> versions = List.of(fixture("v2.0.0"), fixture("v1.2.0"), fixture("v1.1.0"), old);
        TestStore mixed = TestStore.in(directory.resolve("mixed"));
        for (String path : old.collections()) {
            List<String> items = new ArrayList<>();
            int count = old.items(path).size();
            for (int i = 0; i < count; i++) {
                items.add(versions.get(i % versions.size()).items(path).get(i).toString());
            }
            mixed.put(path, "[" + String.join(",", items) + "]");
        }
        return mixed;
    }
}
