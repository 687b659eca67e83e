package loom.aml.store.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.app.item.AddItem;
import loom.aml.app.item.EditItem;
import loom.aml.app.item.ItemChanged;
import loom.aml.app.item.RecordFeedback;
import loom.aml.app.item.RemoveItem;
import loom.aml.edit.Feedback;
import loom.aml.edit.ItemEdit;
import loom.aml.edit.Verdict;
import loom.aml.fold.FoldPolicy;
import loom.aml.fold.Folder;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.run.Execution;
import loom.aml.run.History;
import loom.aml.run.Report;
import loom.aml.run.Undo;
import loom.aml.store.Finding;
import loom.aml.store.IndexSize;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoteUsage;
import loom.aml.store.Plan;
import loom.aml.store.Rendering;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.log.RunRecord;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs on notes change what they say they change, and an undo gives back every byte. */
class NoteRunsTest {
    private static final int STORES = 200;

    @TempDir
    private Path directory;

    private final RandomGenerator random = new Random(20_261_201);

    private NoteStore claude() {
        return NoteStore.ofClaude(directory);
    }

    private Report execute(NoteStore store, Planning planning) throws IOException {
        try (MemoryStore open = store.open()) {
            return new Execution(open, random).execute(planning.of(open), Execution.Options.DEFAULT.withBackup(false));
        }
    }

    private interface Planning {
        Plan of(MemoryStore store) throws IOException;
    }

    private static Plan gc(MemoryStore store) throws IOException {
        return new GarbageCollector(GcPolicy.DEFAULT, Instant.now()).plan(store, Selection.ALL);
    }

    private static Plan fold(MemoryStore store) throws IOException {
        FoldPolicy small = new FoldPolicy(new IndexSize(10, 1_000), 0.1, 0.05);
        return new Folder(small).plan(store, Selection.ALL);
    }

    private Report undo(NoteStore store, String run) throws IOException {
        return execute(store, open -> Undo.plan(open, recorded(open, run)));
    }

    private static RunRecord recorded(MemoryStore store, String run) throws IOException {
        return new History(store)
                .runs().stream()
                        .filter(one -> one.run().equals(run))
                        .findFirst()
                        .orElseThrow();
    }

    private ItemChanged add(NoteStore store, String title, String text) throws Exception {
        try (MemoryStore open = store.open()) {
            byte[] fields =
                    ("{\"title\":\"" + title + "\",\"type\":\"feedback\",\"text\":\"" + text + "\"}").getBytes(UTF_8);
            return new AddItem(open, random).run(new AddItem.Request(ItemKind.NOTE, "memory", fields, false));
        }
    }

    private static SortedMap<String, FileTime> times(NoteStore store) throws IOException {
        SortedMap<String, FileTime> times = new TreeMap<>();
        try (Stream<Path> files = Files.walk(store.root())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                times.put(store.root().relativize(file).toString(), Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    // Single notes

    @Test
    void add_writesTheNote_andItsLineInTheIndex_andUndoTakesBothBack() throws Exception {
        NoteStore store = claude().put("MEMORY.md", "# Memory\r\n- [Old](old.md) — hook\r\n")
                .put("old.md", "old\n");
        SortedMap<String, String> before = store.texts();

        ItemChanged added = add(store, "Use pnpm, not npm", "The lockfile is pnpm's.");

        assertThat(added.key().id()).isEqualTo("feedback_use-pnpm-not-npm");
        assertThat(store.text("feedback_use-pnpm-not-npm.md")).isEqualTo("""
                        ---
                        name: feedback_use-pnpm-not-npm
                        description: "Use pnpm, not npm"
                        metadata:
                          node_type: memory
                          type: feedback
                        ---

                        The lockfile is pnpm's.
                        """);
        assertThat(store.text("MEMORY.md"))
                .isEqualTo("# Memory\r\n- [Old](old.md) — hook\r\n"
                        + "- [Use pnpm, not npm](feedback_use-pnpm-not-npm.md) — The lockfile is pnpm's.\r\n");
        undo(store, added.report().orElseThrow().run());
        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void add_toATeam_isListedInTheIndexOfTheTeam() throws Exception {
        NoteStore store = claude().put("MEMORY.md", "").put("team/MEMORY.md", "");

        try (MemoryStore open = store.open()) {
            byte[] fields = "{\"title\":\"Ask ops\",\"text\":\"First.\"}".getBytes(UTF_8);
            new AddItem(open, random).run(new AddItem.Request(ItemKind.NOTE, "team", fields, false));
        }

        assertThat(store.text("team/MEMORY.md")).isEqualTo("- [Ask ops](ask-ops.md) — First.\n");
        assertThat(store.text("MEMORY.md")).isEmpty();
        assertThat(store.has("team/ask-ops.md")).isTrue();
    }

    @Test
    void remove_takesTheLineOfTheIndexWithIt_andUndoPutsBothBack() throws Exception {
        NoteStore store = claude().put("a.md", "rule a\n")
                .put("b.md", "rule b")
                .put("MEMORY.md", "- [A](a.md) — a\n- [B](b.md) — b\nprose\n");
        SortedMap<String, String> before = store.texts();
        ItemChanged removed;

        try (MemoryStore open = store.open()) {
            ItemKey key = new ItemKey("memory", ItemKind.NOTE, "a");
            removed = new RemoveItem(open, random).run(new RemoveItem.Request(key, "obsolete", Optional.empty()));
        }

        assertThat(store.has("a.md")).isFalse();
        assertThat(store.text("MEMORY.md")).isEqualTo("- [B](b.md) — b\nprose\n");
        undo(store, removed.report().orElseThrow().run());
        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void edit_changesOneLine_andNothingElse() throws Exception {
        String text = "---\nname: a\ndescription: 'old'  # why\nx: 1\n---\n\nText\r\n";
        NoteStore store = claude().put("a.md", text);

        try (MemoryStore open = store.open()) {
            ItemKey key = new ItemKey("memory", ItemKind.NOTE, "a");
            ItemEdit edit = new ItemEdit.Fields(Map.of("description", "\"new\""), Set.of());
            new EditItem(open, random).run(new EditItem.Request(key, edit, Optional.empty(), false));
        }

        assertThat(store.text("a.md")).isEqualTo(text.replace("'old'", "'new'"));
    }

    @Test
    void addition_becomesAParagraph_andIsNotAddedTwice() throws Exception {
        String text = "---\nname: a\n---\n\nUse tabs.\n";
        NoteStore store = claude().put("a.md", text);
        ItemKey key = new ItemKey("memory", ItemKind.NOTE, "a");
        ItemEdit addition = new ItemEdit.Addition(Map.of("text", "\"Spaces in YAML.\\n\\n**Why:** it\\nmust.\""));

        for (int time = 0; time < 2; time++) {
            try (MemoryStore open = store.open()) {
                new EditItem(open, random).run(new EditItem.Request(key, addition, Optional.empty(), false));
            }
        }

        assertThat(store.text("a.md")).isEqualTo(text + "\nSpaces in YAML.\n\n**Why:** it\nmust.\n");
    }

    @Test
    void feedback_isKeptBesideTheNotes_andChangesNoneOfThem() throws Exception {
        NoteStore store = claude().put("a.md", "rule a\n");
        SortedMap<String, FileTime> before = times(store);
        ItemKey key = new ItemKey("memory", ItemKind.NOTE, "a");
        List<String> runs = new ArrayList<>();

        for (Verdict verdict : List.of(Verdict.HELPED, Verdict.HELPED, Verdict.FAILED)) {
            try (MemoryStore open = store.open()) {
                Feedback feedback = new Feedback(verdict, OptionalLong.empty());
                runs.add(new RecordFeedback(open, random)
                        .run(new RecordFeedback.Request(key, feedback, Optional.empty()))
                        .report()
                        .orElseThrow()
                        .run());
            }
        }

        assertThat(times(store)).containsAllEntriesOf(before);
        assertThat(usage(store)).returns(2L, NoteUsage.Uses::helped).returns(1L, NoteUsage.Uses::failed);
        undo(store, runs.getLast());
        assertThat(usage(store)).returns(2L, NoteUsage.Uses::helped).returns(0L, NoteUsage.Uses::failed);
    }

    private static NoteUsage.Uses usage(NoteStore store) throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return NoteUsage.of(open).of("a");
        }
    }

    @Test
    void removalOfTheOnlyNote_isUndoneToTheByte_ifTheIndexHadNoLineBreak() throws Exception {
        NoteStore store = claude().put("a.md", "rule a\n").put("MEMORY.md", "- [A](a.md)");
        SortedMap<String, String> before = store.texts();
        ItemChanged removed;

        try (MemoryStore open = store.open()) {
            ItemKey key = new ItemKey("memory", ItemKind.NOTE, "a");
            removed = new RemoveItem(open, random).run(new RemoveItem.Request(key, "obsolete", Optional.empty()));
        }

        assertThat(store.has("a.md")).isFalse();
        undo(store, removed.report().orElseThrow().run());
        assertThat(store.texts()).isEqualTo(before);
    }

    // Collections of notes

    @Test
    void gc_repairsAnIndex_andKeepsItsOrderAndProse() throws IOException {
        NoteStore store = claude().put("a.md", "rule a\n")
                .put("b.md", "rule b\n")
                .put("copy.md", "rule b\n")
                .put("MEMORY.md", """
                        # Memory
                        - [B](b.md) — b
                        - [Gone](gone.md) — nothing
                        Prose stays.
                        - [B](b.md) — b
                        - [Out](../../secrets.md) — leads out
                        """);
        SortedMap<String, String> before = store.texts();

        Report report = execute(store, NoteRunsTest::gc);

        assertThat(store.text("MEMORY.md")).isEqualTo("""
                        # Memory
                        - [B](b.md) — b
                        Prose stays.
                        - [Out](../../secrets.md) — leads out
                        - [a](a.md) — rule a
                        """);
        assertThat(store.texts()).doesNotContainKey("copy.md").containsKeys("a.md", "b.md");
        assertThat(report.findings()).extracting(Finding::what).contains("leads out of the store");
        undo(store, report.run());
        assertThat(store.texts()).isEqualTo(before);
    }

    /** Indexes whose last line has no line break, from which gc removes the lines that lead to nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "- [A](a.md)\r\n- [Gone](gone.md)",
                "- [Gone](gone.md)\r\n- [A](a.md)",
                "- [A](a.md)\n- [B](b.md)\r\n- [Gone](gone.md)",
                "# Memory\r\n\r\n- [A](a.md)\r\n- [B](b.md)\r\n- [Gone](gone.md)\r\n- [Gone](gone2.md)",
            })
    void gc_ofAnIndexWithoutALastLineBreak_isUndoneToTheByte(String index) throws IOException {
        NoteStore store = claude().put("MEMORY.md", index);
        for (String name : List.of("a", "b")) {
            if (index.contains(name + ".md")) {
                store.put(name + ".md", "rule " + name + "\n");
            }
        }
        SortedMap<String, String> before = store.texts();

        Report report = execute(store, NoteRunsTest::gc);

        assertThat(store.texts()).isNotEqualTo(before);
        undo(store, report.run());
        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void gc_neverTouchesAnIndexOrANoteThatCannotBeRead() throws IOException {
        NoteStore store = claude().put("a.md", "rule a\n")
                .put("empty.md", "")
                .put("broken.md", new byte[] {'x', (byte) 0xff})
                .put("MEMORY.md", new byte[] {'-', (byte) 0xc3});
        SortedMap<String, String> before = store.texts();

        Report report = execute(store, NoteRunsTest::gc);

        assertThat(store.texts()).isEqualTo(before);
        assertThat(report.findings())
                .filteredOn(finding -> finding.kind() == Finding.Kind.DAMAGED)
                .extracting(Finding::where)
                .contains("MEMORY.md", "broken.md", "empty.md");
    }

    @Test
    void fold_movesTheLeastUsedLines_verbatim_andKeepsTheNewest() throws IOException {
        NoteStore store = claude();
        StringBuilder index = new StringBuilder("# Memory\n");
        for (int i = 0; i < 20; i++) {
            store.put("feedback_" + i + ".md", "rule " + i + "\n");
            index.append("*   [Rule ").append(i).append("](feedback_").append(i).append(".md): hook\n");
        }
        store.put("MEMORY.md", index.toString());
        SortedMap<String, String> before = store.texts();
        FoldPolicy policy = new FoldPolicy(new IndexSize(25, 25_000), 0.8, 0.4);

        Report report = execute(store, open -> new Folder(policy).plan(open, Selection.ALL));

        assertThat(store.text("MEMORY.md").lines())
                .hasSizeLessThanOrEqualTo(10)
                .contains("# Memory", "*   [Rule 19](feedback_19.md): hook")
                .doesNotContain("*   [Rule 0](feedback_0.md): hook")
                .last()
                .asString()
                .contains("(MEMORY.feedback.md)");
        assertThat(store.text("MEMORY.feedback.md")).startsWith("*   [Rule 0](feedback_0.md): hook\n");
        assertThat((store.text("MEMORY.md") + store.text("MEMORY.feedback.md")).lines())
                .containsAll(index.toString().lines().toList());
        assertThat(execute(store, NoteRunsTest::gc).changedFiles())
                .as("gc keeps the fold")
                .isZero();
        undo(store, report.run());
        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void generatedStores_areReadAndWrittenAsTheyAre_andEveryUndoIsExact() throws Exception {
        for (int seed : CaseSample.seeds(STORES)) {
            NoteStore store = NoteStore.ofClaude(directory.resolve("store-" + seed));
            new GeneratedNotes(seed).fill(store);
            requireIdentity(store, seed);
            SortedMap<String, String> before = store.texts();
            SortedMap<String, FileTime> times = times(store);
            Planning planning =
                    List.<Planning>of(NoteRunsTest::gc, NoteRunsTest::fold).get(seed % 2);

            Report report = execute(store, planning);
            SortedMap<String, String> changed = store.texts();
            if (report.changedFiles() > 0) {
                Report undone = undo(store, report.run());
                assertThat(undone.findings())
                        .as("seed %s: %s", seed, report)
                        .noneMatch(finding -> finding.kind() == Finding.Kind.CHANGED);
            }

            SortedMap<String, String> present = store.texts();
            assertThat(present.keySet()).as("seed %s", seed).isEqualTo(before.keySet());
            for (String path : before.keySet()) {
                assertThat(present.get(path)).as("seed %s: %s", seed, path).isEqualTo(before.get(path));
            }
            SortedMap<String, FileTime> after = times(store);
            before.keySet().stream()
                    .filter(path -> before.get(path).equals(changed.get(path)))
                    .forEach(path -> assertThat(after.get(path))
                            .as("seed %s: the time of %s", path, path)
                            .isEqualTo(times.get(path)));
        }
    }

    private static void requireIdentity(NoteStore store, int seed) throws IOException {
        for (String path : store.texts().keySet()) {
            byte[] file = Files.readAllBytes(store.root().resolve(path));
            Rendering rendering = path.contains("MEMORY.") ? new IndexRendering(path) : new NoteRendering(path);
            assertThat(rendering.stored(rendering.items(file)))
                    .as("seed %s: %s", seed, path)
                    .isEqualTo(file);
        }
    }

    // Other writers

    @Test
    void filesThatOthersAreWriting_areWaitedFor() throws Exception {
        NoteStore store = claude().put("MEMORY.md", "- [Old](old.md)\n").put("old.md", "old\n");
        Path index = store.root().resolve("MEMORY.md");
        Thread writer = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; i < 8; i++) {
                    Files.writeString(index, "- [Old](old.md) — written " + i + "\n");
                    Thread.sleep(150);
                }
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        while (!Files.readString(index).contains("written")) {
            Thread.onSpinWait();
        }

        add(store, "Ours", "Text.");

        assertThat(writer.isAlive()).as("aml waited for the other program").isFalse();
        assertThat(store.text("MEMORY.md")).contains("written 7").contains("(feedback_ours.md)");
    }

    @Test
    void damagedNotes_areReported_andLeftAlone() throws IOException {
        NoteStore store = claude().put("a.md", new byte[] {0}).put("b.md", "fine\n");

        try (MemoryStore open = store.openReadOnly()) {
            List<ScanResult<Integer>> scanned =
                    open.scan(open.list(), Selection.ALL, collection -> collection.read(_ -> {}));

            assertThat(scanned)
                    .filteredOn(ScanResult.LeftAlone.class::isInstance)
                    .extracting(result -> result.file().path())
                    .containsExactly("a.md");
        }
    }
}
