package loom.aml.merge.combine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.IntStream;
import loom.aml.TestStore;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKind;
import loom.aml.item.MergedFrom;
import loom.aml.json.JsonObject;
import loom.aml.maintain.MaintainPolicy;
import loom.aml.maintain.Maintenance;
import loom.aml.merge.LabelledPair;
import loom.aml.merge.MergePlan;
import loom.aml.merge.MergePlanner;
import loom.aml.merge.MergePolicy;
import loom.aml.merge.decide.Verdict;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Strategy;
import loom.aml.recall.Lookup;
import loom.aml.run.Execution;
import loom.aml.run.History;
import loom.aml.run.MergeRun;
import loom.aml.run.RecordedRun;
import loom.aml.run.Report;
import loom.aml.run.RunUndo;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import loom.aml.tidy.GcPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Merges in real stores. */
class MergeTest {
    @TempDir
    private Path directory;

    private static Merges plan(MemoryStore store) throws IOException {
        MergePlan similar = new MergePlanner(MergePolicy.DEFAULT).plan(store, Selection.ALL);
        return new Merger(store, MergePolicy.DEFAULT, Merger.Spared.NONE)
                .plan(similar.with(Verdict.SAME), similar.findings(), similar.items());
    }

    private static Execution.Options withoutBackup() {
        return Execution.Options.DEFAULT.withBackup(false);
    }

    private static Report merge(MemoryStore store) throws IOException {
        return new MergeRun(store).execute(plan(store), new Execution(store, new Random(1)), withoutBackup());
    }

    private static Report undo(MemoryStore store, String run) throws IOException {
        RecordedRun recorded = RecordedRun.group(new History(store).runs()).stream()
                .filter(one -> one.run().equals(run))
                .findFirst()
                .orElseThrow();
        return new RunUndo(store, recorded).execute(new Execution(store, new Random(2)), withoutBackup());
    }

    private static final String RATIONALE =
            "The gateway drops the first call after a deploy and answers the second one.";

    private static String pattern(String id, int uses, double rate, String tag, String rationale) {
        return """
                {
                    "id": "%s", "agent": "a", "timestamp": "2026-10-01T08:00:00Z",
                    "pattern": {"type": "http", "context": {}, "approach": {"technique": "retry with backoff", "rationale": "%s"},
                      "conditions": {"whenApplicable": [], "whenNotApplicable": []}},
                    "metrics": {"successRate": %s, "executionCount": %d, "avgTimeSavedMs": 100, "errorPreventionCount": 1},
                    "evolution": {"created": "2026-0%d-01T08:00:00Z", "lastUsed": "2026-1%d-01T08:00:00Z", "refinements": 0, "confidenceScore": 0.5},
                    "tags": ["%s"], "active": true
                  }""".formatted(id, rationale, rate, uses, 1 + uses % 9, uses % 2, tag);
    }

    private TestStore twoPatterns() throws IOException {
        return TestStore.in(directory)
                .put(
                        "a/patterns.json",
                        "[\n  "
                                + pattern(
                                        "old-1",
                                        2,
                                        0.5,
                                        "retry\", \"backoff",
                                        RATIONALE + " We noticed this during a review.")
                                + ",\n  " + pattern("new-1", 6, 0.9, "retry", RATIONALE) + "\n]\n");
    }

    private static JsonObject item(TestStore store, String id) throws IOException {
        return store.items("a/patterns.json").stream()
                .filter(item -> item.string("id").equals(Optional.of(id)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theBetterProvenItemAbsorbsTheOther_withItsUsesTagsAndRemarks() throws Exception {
        TestStore store = twoPatterns();
        try (MemoryStore open = store.open()) {
            Report report = merge(open);
            assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
            assertThat(report.removed()).isEqualTo(1);
        }
        assertThat(store.items("a/patterns.json")).hasSize(1);
        JsonObject merged = item(store, "new-1");
        JsonObject metrics = merged.object("metrics").orElseThrow();
        assertThat(metrics.number("executionCount")).isEqualTo(8);
        assertThat(metrics.toString()).contains("\"successRate\":0.8,").contains("\"errorPreventionCount\":2");
        assertThat(merged.strings("tags")).containsExactly("retry", "backoff");
        assertThat(merged.object("evolution").orElseThrow().string("created")).contains("2026-03-01T08:00:00Z");
        assertThat(merged.toString()).contains("We noticed this during a review.");
        assertThat(merged.object("metadata").orElseThrow().objects("aml_merged_from"))
                .singleElement()
                .satisfies(origin -> assertThat(origin.string("id")).contains("old-1"));
    }

    @Test
    void equalItemsOfTwoAgents_areNotMerged() throws Exception {
        TestStore store = TestStore.in(directory)
                .put("a/patterns.json", "[\n  " + pattern("of-a", 2, 0.5, "retry", RATIONALE) + "\n]\n")
                .put("b/patterns.json", "[\n  " + pattern("of-b", 2, 0.5, "retry", RATIONALE) + "\n]\n");
        try (MemoryStore open = store.open()) {
            MergePlan similar = new MergePlanner(MergePolicy.DEFAULT).plan(open, Selection.ALL);
            assertThat(similar.count(Verdict.SAME)).isEqualTo(1);
            assertThat(new MergeRun(open).plan(Selection.ALL, false).merges()).isEmpty();
        }
    }

    @Test
    void theIdOfAnAbsorbedItemLeadsToItsSurvivor_unlessAnItemHasIt() throws Exception {
        TestStore store = twoPatterns();
        try (MemoryStore open = store.open()) {
            merge(open);
            assertThat(Lookup.of(open, Selection.ALL, "old-1").found())
                    .singleElement()
                    .satisfies(found -> assertThat(found.id()).isEqualTo("new-1"));
        }
        store.put("b/patterns.json", "[" + pattern("old-1", 1, 1, "x", "Something else.") + "]");
        try (MemoryStore open = store.openReadOnly()) {
            assertThat(Lookup.of(open, Selection.ALL, "old-1").found())
                    .singleElement()
                    .satisfies(found -> assertThat(found.id()).isEqualTo("old-1"));
        }
    }

    @Test
    void undoKeepsALaterEdit_andTakesOutWhatTheMergeAdded() throws Exception {
        TestStore store = twoPatterns();
        String before = store.text("a/patterns.json");
        String run;
        try (MemoryStore open = store.open()) {
            run = merge(open).run();
        }
        // One more use, another technique, and a tag.
        store.rewrite(
                "a/patterns.json",
                store.text("a/patterns.json")
                        .replace("\"executionCount\": 8", "\"executionCount\": 9")
                        .replace("retry with backoff", "retry with growing pauses")
                        .replace("\"retry\"", "\"retry\", \"late\""));
        try (MemoryStore open = store.open()) {
            assertThat(undo(open, run).outcome()).isEqualTo(Report.Outcome.DONE);
        }
        assertThat(item(store, "old-1").toString())
                .isEqualTo(JsonObject.parse(items(before).getFirst()).toString());
        JsonObject kept = item(store, "new-1");
        assertThat(kept.object("metrics").orElseThrow().number("executionCount"))
                .isEqualTo(7);
        assertThat(kept.toString())
                .contains("retry with growing pauses")
                .doesNotContain("We noticed")
                .doesNotContain("aml_merged_from");
        assertThat(kept.strings("tags")).containsExactly("retry", "late");
    }

    private static List<String> items(String text) throws Exception {
        JsonObject json = JsonObject.parse("{\"items\":" + text + "}");
        return json.objects("items").stream().map(JsonObject::toString).toList();
    }

    @Test
    void aPairOfWhichAnotherProgramChangedOneSinceThePlan_isLeftAlone() throws Exception {
        TestStore store = twoPatterns();
        try (MemoryStore open = store.open()) {
            Merges plan = plan(open);
            store.rewrite("a/patterns.json", store.text("a/patterns.json").replace("\"backoff\"]", "\"pause\"]"));
            String now = store.text("a/patterns.json");
            Report report = new MergeRun(open).execute(plan, new Execution(open, new Random(1)), withoutBackup());
            assertThat(report.removed()).isZero();
            assertThat(report.findings()).extracting(Finding::kind).contains(Finding.Kind.CHANGED);
            assertThat(store.text("a/patterns.json")).isEqualTo(now);
        }
    }

    @Test
    void theDailyJobMerges_onlyIfItIsSet_andItsUndoTakesThatBack() throws Exception {
        TestStore store = twoPatterns();
        String before = store.text("a/patterns.json");
        GcPolicy gc = GcPolicy.DEFAULT.withComplete(false);
        PrunePolicy nothing = PrunePolicy.DEFAULT.withStrategies(EnumSet.noneOf(Strategy.class));
        MaintainPolicy off = new MaintainPolicy(gc, nothing);
        try (MemoryStore open = store.open()) {
            Execution execution = new Execution(open, new Random(1));
            assertThat(new Maintenance(open, off)
                            .run(execution, withoutBackup())
                            .merge())
                    .isEmpty();
            assertThat(store.text("a/patterns.json")).isEqualTo(before);
            Maintenance.Result done = new Maintenance(open, off.withMerge(true)).run(execution, withoutBackup());
            assertThat(done.merge().orElseThrow().removed()).isEqualTo(1);
            undo(open, done.run());
            assertThat(store.text("a/patterns.json")).isEqualTo(before);
            Maintenance.Result again = new Maintenance(open, off.withMerge(true)).run(execution, withoutBackup());
            assertThat(again.merge().orElseThrow().removed()).isZero();
        }
    }

    static IntStream seeds() {
        return IntStream.range(100, 106);
    }

    /** Fills a store with labelled pairs, in any order and layout, and with figures. */
    private TestStore random(int seed) throws Exception {
        Random random = new Random(seed);
        Map<ItemKind, List<String>> items = new HashMap<>();
        List<LabelledPair> pairs = new ArrayList<>(LabelledPair.all());
        Collections.shuffle(pairs, random);
        int number = 0;
        for (LabelledPair pair : pairs.subList(0, 300)) {
            if (pair.kind().isOfRuntime()) {
                for (JsonObject item : List.of(pair.one(), pair.other())) {
                    JsonObject.Builder named = JsonObject.builder().put("id", "item-" + number++);
                    item.keys().stream()
                            .filter(key -> !key.equals("id"))
                            .forEach(key -> named.putValue(key, item.value(key)));
                    String text = named.build().toString();
                    items.computeIfAbsent(pair.kind(), _ -> new ArrayList<>())
                            .add(random.nextBoolean() ? text : text.replace(",\"", " ,\n\t\""));
                }
            }
        }
        TestStore store = TestStore.in(directory);
        for (Map.Entry<ItemKind, List<String>> kind : items.entrySet()) {
            Collections.shuffle(kind.getValue(), random);
            String text = "[ " + String.join(random.nextBoolean() ? ",\n  " : " , ", kind.getValue()) + "\n]\n";
            store.put("a/" + kind.getKey().fileName(), text);
        }
        return store;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aMergeThenItsUndo_isTheIdentity(int seed) throws Exception {
        TestStore store = random(seed);
        SortedMap<String, String> before = store.texts();
        try (MemoryStore open = store.open()) {
            Report merged = merge(open);
            assertThat(merged.removed()).isGreaterThan(20);
            assertThat(undo(open, merged.run()).outcome()).isEqualTo(Report.Outcome.DONE);
        }
        assertThat(store.texts()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mergesSettle_inTheSameWayEachTime(int seed) throws Exception {
        TestStore store = random(seed);
        try (MemoryStore open = store.open()) {
            assertThat(plan(open).merges()).isEqualTo(plan(open).merges());
            int runs = 0;
            while (merge(open).removed() > 0) {
                assertThat(++runs).isLessThan(6);
            }
        }
    }

    private static final String HEAD =
            "---\nname: %s\ndescription: \"which package manager\"\nmetadata:\n  node_type: memory\n  type: feedback\n---\n\n";
    private static final String TEXT =
            "Use pnpm for every install in this repository. The lockfile is committed with each change.\n";

    private Path notes() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("home/.claude/projects/-x/memory"));
        Files.writeString(folder.resolve("pnpm.md"), HEAD.formatted("pnpm") + TEXT);
        Files.writeString(
                folder.resolve("use-pnpm.md"),
                HEAD.formatted("use-pnpm") + TEXT.strip() + " We noticed this during a review.\n");
        Files.writeString(
                folder.resolve("MEMORY.md"),
                "# Memory\n\n- [Install](pnpm.md) — which package manager\n- [Installs](use-pnpm.md) — pnpm\n");
        return folder;
    }

    private static MemoryStore open(Path folder) throws IOException {
        Disk disk = new LocalDisk();
        return StoreKinds.open(disk, folder, StoreOptions.DEFAULT);
    }

    private static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> texts = new HashMap<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }

    @Test
    void notesMergeIntoOneFile_withOneLineOfTheIndex_andComeBackToTheByte() throws Exception {
        Path folder = notes();
        Map<String, String> before = texts(folder);
        try (MemoryStore open = open(folder)) {
            Merges plan = plan(open);
            assertThat(plan.merges()).hasSize(1);
            Report merged = merge(open);
            assertThat(merged.outcome()).as("%s", merged.findings()).isEqualTo(Report.Outcome.DONE);
            Map<String, String> after = texts(folder);
            assertThat(after).hasSize(2);
            assertThat(after.get("MEMORY.md").lines().filter(line -> line.startsWith("- ")))
                    .hasSize(1);
            String note = String.join("", after.values());
            assertThat(note).contains("aml_merged_from: [").contains("We noticed this during a review.");
            String gone = before.keySet().stream()
                    .filter(name -> !after.containsKey(name))
                    .findFirst()
                    .orElseThrow();
            assertThat(Lookup.of(open, Selection.ALL, gone.replace(".md", "")).found())
                    .singleElement()
                    .satisfies(found -> assertThat(
                                    MergedFrom.of(found.item().fields()).ids())
                            .hasSize(1));
            assertThat(undo(open, merged.run()).outcome()).isEqualTo(Report.Outcome.DONE);
        }
        assertThat(texts(folder)).isEqualTo(before);
    }
}
