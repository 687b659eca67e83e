package loom.aml.app.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import loom.aml.app.OpenStore;
import loom.aml.app.host.SilentFrontEnd;
import loom.aml.app.item.RemoveItem;
import loom.aml.app.run.RunOptions;
import loom.aml.exchange.Counts;
import loom.aml.exchange.ExchangeFormat;
import loom.aml.exchange.ExchangeKind;
import loom.aml.exchange.ExchangedItem;
import loom.aml.exchange.Reading;
import loom.aml.exchange.RefusedSourceException;
import loom.aml.exchange.Strategy;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.store.Finding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportItemsTest {
    @TempDir
    Path directory;

    private Path claude;
    private Path loom;

    @BeforeEach
    void makeStores() throws IOException {
        claude = directory.resolve("shop/.claude/memory");
        Exchanges.file(claude.resolve("MEMORY.md"), "# Memory\n\n- [Short](short.md) — keep commits short\n");
        Exchanges.file(
                claude.resolve("short.md"),
                "---\nname: short\ndescription: \"keep commits short\"\nmetadata:\n  type: feedback\n"
                        + "  modified: 2026-09-05T23:09:41.205Z\n---\n\nOne topic a commit. **Why:** review.\n");
        Exchanges.file(claude.resolve("plain.md"), "Without frontmatter\r\nand CRLF\r\n");
        loom = Exchanges.loom(directory.resolve("shop/.loom/memory"));
    }

    private static String pattern(String id, String technique, String lastUsed) {
        return """
                {"id":"%s","agent":"debugger","timestamp":"2026-01-01T00:00:00Z","pattern":{"type":"io","context":{},\
                "approach":{"technique":"%s","rationale":"because"},"conditions":{"whenApplicable":["always"],\
                "whenNotApplicable":[]}},"metrics":{"successRate":2.50e-1,"executionCount":3,"avgTimeSavedMs":0,\
                "errorPreventionCount":0},"evolution":{"created":"2026-01-01T00:00:00Z","lastUsed":"%s","refinements":0,\
                "confidenceScore":0.5},"x-team":"payments"}""".formatted(id, technique, lastUsed);
    }

    private static final String ID = "768e2688-74a4-4876-9e78-1546855da464";
    private static final String OTHER = "0f3c2a6e-74a4-4876-9e78-1546855da464";

    private void patterns(String... items) throws IOException {
        Exchanges.file(loom.resolve("debugger/patterns.json"), "[" + String.join(",", items) + "]");
    }

    private Reading document(String... items) throws IOException {
        Path file = Exchanges.file(
                directory.resolve("from.json"),
                "{\"agents\":{\"debugger\":{\"patterns\":[" + String.join(",", items) + "]}}}");
        return Exchanges.read(file);
    }

    private static Counts counts(int added, int updated, int unchanged, int kept) {
        return new Counts(added, updated, unchanged, kept, 0, 0, 0);
    }

    @Test
    void notes_becomePatternsThatTheRuntimeLoads_andRememberWhatTheyWere() throws Exception {
        ImportResult result = Exchanges.importInto(loom, Exchanges.read(claude), Strategy.APPEND);

        assertThat(result.plan().counts().added()).isEqualTo(2);
        String stored = Files.readString(loom.resolve("memory/patterns.json"));
        assertThat(stored).contains("One topic a commit.", "\"x-aml\"", "2026-09-05T23:09:41.205Z");
        assertThat(result.run().findings()).noneMatch(finding -> finding.kind() == Finding.Kind.RUNTIME_REFUSES);
        assertThat(result.plan().losses())
                .anyMatch(loss -> loss.isDropped() && loss.what().equals("lines of the index"));
    }

    @Test
    void kind_isThatOfTheRequest() throws Exception {
        try (OpenStore opened = Exchanges.open(loom)) {
            new ImportItems(opened, new SilentFrontEnd())
                    .run(
                            new ImportItems.Request(
                                    Exchanges.read(claude), Strategy.APPEND, Optional.of(ItemKind.DECISION), Set.of()),
                            new RunOptions(false, true));
        }
        assertThat(loom.resolve("memory/decisions.json")).exists();
        assertThat(loom.resolve("memory/patterns.json")).doesNotExist();
    }

    @Test
    void secondImport_changesNoByte() throws Exception {
        Exchanges.importInto(loom, Exchanges.read(claude), Strategy.APPEND);
        SortedMap<String, String> before = Exchanges.tree(loom);

        for (Strategy strategy : Strategy.values()) {
            ImportResult again = Exchanges.importInto(loom, Exchanges.read(claude), strategy);
            assertThat(again.plan().counts()).as(strategy.word()).isEqualTo(counts(0, 0, 2, 0));
        }

        assertThat(Exchanges.tree(loom)).isEqualTo(before);
    }

    @Test
    void dryRun_changesNoByte_andSaysWhatWouldBeDone() throws Exception {
        patterns(pattern(ID, "retry", "2026-02-01T00:00:00Z"));
        SortedMap<String, String> before = Exchanges.tree(directory);

        ImportPreview preview = Exchanges.preview(loom, Exchanges.read(claude), Strategy.REPLACE);

        assertThat(preview.plan().counts().added()).isEqualTo(2);
        assertThat(Exchanges.tree(directory)).isEqualTo(before);
    }

    @Test
    void undo_restoresEveryByte() throws Exception {
        patterns(pattern(ID, "retry", "2026-02-01T00:00:00Z"));
        SortedMap<String, String> inLoom = Exchanges.tree(loom);
        String run = Exchanges.importInto(loom, Exchanges.read(claude), Strategy.APPEND)
                .run()
                .run();
        Exchanges.undo(loom, run);
        assertThat(Exchanges.tree(loom)).containsAllEntriesOf(inLoom);
        assertThat(Exchanges.read(loom).items()).hasSize(1);

        SortedMap<String, String> inClaude = Exchanges.tree(claude);
        String other = Exchanges.importInto(claude, Exchanges.read(loom), Strategy.APPEND)
                .run()
                .run();
        assertThat(Exchanges.tree(claude)).isNotEqualTo(inClaude);
        Exchanges.undo(claude, other);
        assertThat(Exchanges.tree(claude)).isEqualTo(inClaude);
    }

    @Test
    void append_keepsItemsThatDiffer() throws Exception {
        patterns(pattern(ID, "retry", "2026-02-01T00:00:00Z"));

        ImportResult result = Exchanges.importInto(
                loom,
                document(
                        pattern(ID, "retry twice", "2026-03-01T00:00:00Z"),
                        pattern(OTHER, "new", "2026-03-01T00:00:00Z")),
                Strategy.APPEND);

        assertThat(result.plan().counts()).isEqualTo(counts(1, 0, 0, 1));
        assertThat(Files.readString(loom.resolve("debugger/patterns.json")))
                .contains("\"retry\"")
                .doesNotContain("twice");
    }

    @Test
    void merge_takesTheNewerVersion() throws Exception {
        patterns(pattern(ID, "old", "2026-02-01T00:00:00Z"), pattern(OTHER, "newer here", "2026-05-01T00:00:00Z"));

        ImportResult result = Exchanges.importInto(
                loom,
                document(
                        pattern(ID, "newer there", "2026-03-01T00:00:00Z"),
                        pattern(OTHER, "old there", "2026-03-01T00:00:00Z")),
                Strategy.MERGE);

        assertThat(result.plan().counts()).isEqualTo(counts(0, 1, 0, 1));
        assertThat(Files.readString(loom.resolve("debugger/patterns.json")))
                .contains("newer there", "newer here", "2.50e-1");
    }

    @Test
    void merge_bringsNoItemBackThatWasRemovedHere_appendDoes() throws Exception {
        patterns(pattern(ID, "retry", "2026-02-01T00:00:00Z"), pattern(OTHER, "stays", "2026-02-01T00:00:00Z"));
        Path bundle = directory.resolve("all.aml-bundle");
        Exchanges.export(Exchanges.read(loom), bundle, ExchangeFormat.BUNDLE);
        try (OpenStore opened = Exchanges.open(loom)) {
            new RemoveItem(opened)
                    .run(new RemoveItem.Request(
                            new ItemKey("debugger", ItemKind.PATTERN, ID), "outdated", Optional.empty()));
        }

        ImportResult merged = Exchanges.importInto(loom, Exchanges.read(bundle), Strategy.MERGE);

        assertThat(merged.plan().counts().gone()).isEqualTo(1);
        assertThat(merged.run().findings())
                .anyMatch(finding -> finding.what().contains("was removed here")
                        && finding.what().contains("outdated"));
        assertThat(Files.readString(loom.resolve("debugger/patterns.json"))).doesNotContain("\"retry\"");
        ImportResult appended = Exchanges.importInto(loom, Exchanges.read(bundle), Strategy.APPEND);
        assertThat(appended.plan().counts().added()).isEqualTo(1);
    }

    @Test
    void replace_leavesTheItemsOfTheSourceAlone_forItsAgentsOnly() throws Exception {
        patterns(pattern(ID, "retry", "2026-02-01T00:00:00Z"), pattern(OTHER, "goes", "2026-02-01T00:00:00Z"));
        Exchanges.file(
                loom.resolve("tester/patterns.json"),
                "[" + pattern(OTHER, "of another agent", "2026-02-01T00:00:00Z").replace("debugger", "tester") + "]");

        ImportResult result =
                Exchanges.importInto(loom, document(pattern(ID, "replaced", "2025-02-01T00:00:00Z")), Strategy.REPLACE);

        assertThat(result.plan().counts()).isEqualTo(new Counts(0, 1, 0, 0, 0, 1, 0));
        assertThat(Files.readString(loom.resolve("debugger/patterns.json")))
                .contains("replaced")
                .doesNotContain("goes");
        assertThat(Files.readString(loom.resolve("tester/patterns.json"))).contains("of another agent");
    }

    @Test
    void replace_removesNothing_whenTheSourceCouldNotBeReadCompletely() throws Exception {
        patterns(pattern(ID, "retry", "2026-02-01T00:00:00Z"));
        Path other = Exchanges.loom(directory.resolve("other/.loom/memory"));
        Exchanges.file(
                other.resolve("debugger/patterns.json"), "[" + pattern(OTHER, "x", "2026-02-01T00:00:00Z") + "]");
        Exchanges.file(other.resolve("debugger/decisions.json"), "[{\"id\":\"1\"");

        ImportResult result = Exchanges.importInto(loom, Exchanges.read(other), Strategy.REPLACE);

        assertThat(result.plan().counts().removed()).isZero();
        assertThat(Files.readString(loom.resolve("debugger/patterns.json"))).contains("\"retry\"");
    }

    @Test
    void editedText_travelsBackIntoTheItem_andTheFiguresStay() throws Exception {
        patterns(pattern(ID, "retry", "2026-02-01T00:00:00Z"));
        Path notes = directory.resolve("n/.serena/memories");
        Exchanges.export(Exchanges.read(loom), notes, ExchangeFormat.SERENA);
        Path note = notes.resolve("debugger/pattern_retry.md");
        Exchanges.file(
                note,
                Files.readString(note).replace("because", "because of load").replace("- always", "- under load"));

        ExchangedItem back = Exchanges.items(Exchanges.read(notes)).get("debugger/pattern/" + ID);

        assertThat(back.original())
                .contains("because of load", "[\"under load\"]", "2.50e-1", "\"x-team\":\"payments\"")
                .doesNotContain("\"because\"");
    }

    @Test
    void bundle_isRefused_whereverItIsCutOffOrAltered() throws Exception {
        patterns(pattern(ID, "retry", "2026-02-01T00:00:00Z"), pattern(OTHER, "more", "2026-02-01T00:00:00Z"));
        Path bundle = directory.resolve("all.aml-bundle");
        try (OpenStore opened = Exchanges.open(loom)) {
            new RemoveItem(opened)
                    .run(new RemoveItem.Request(
                            new ItemKey("debugger", ItemKind.PATTERN, OTHER), "outdated", Optional.empty()));
            Exchanges.export(StoreExport.withHistory(opened), bundle, ExchangeFormat.BUNDLE);
        }
        byte[] whole = Files.readAllBytes(bundle);
        byte[] lines;
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(whole))) {
            lines = gzip.readAllBytes();
        }
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 60; i++) {
            int at = random.nextInt(lines.length - 1);
            byte[] altered = lines.clone();
            altered[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(bundle, gzip(altered));
            assertThatThrownBy(() -> Exchanges.read(bundle, Optional.of(ExchangeFormat.BUNDLE)))
                    .as("bit at %d of %d", at, lines.length)
                    .isInstanceOf(RefusedSourceException.class);
            Files.write(bundle, Arrays.copyOf(whole, random.nextInt(1, whole.length)));
            assertThatThrownBy(() -> Exchanges.read(bundle, Optional.of(ExchangeFormat.BUNDLE)))
                    .isInstanceOf(RefusedSourceException.class);
        }
        Files.write(bundle, gzip((new String(lines, UTF_8) + "{}\n").getBytes(UTF_8)));
        assertThatThrownBy(() -> Exchanges.read(bundle)).hasMessageContaining("goes on after its end");
    }

    @Test
    void bundle_carriesHistoryAndTombstones() throws Exception {
        patterns(pattern(ID, "retry", "2026-02-01T00:00:00Z"), pattern(OTHER, "more", "2026-02-01T00:00:00Z"));
        Path bundle = directory.resolve("all.aml-bundle");
        try (OpenStore opened = Exchanges.open(loom)) {
            new RemoveItem(opened)
                    .run(new RemoveItem.Request(
                            new ItemKey("debugger", ItemKind.PATTERN, OTHER), "outdated", Optional.empty()));
            Exchanges.export(StoreExport.withHistory(opened), bundle, ExchangeFormat.BUNDLE);
        }

        Reading reading = Exchanges.read(bundle);

        assertThat(reading.items()).hasSize(1);
        assertThat(reading.tombstones()).singleElement().satisfies(tombstone -> {
            assertThat(tombstone.home()).isEqualTo("debugger/pattern/" + OTHER);
            assertThat(tombstone.reason()).isEqualTo("outdated");
            assertThat(tombstone.run()).isNotEmpty();
        });
        assertThat(reading.history()).isNotEmpty();
        new UnpackHistory(new LocalDisk()).run(reading, directory.resolve("history"));
        assertThat(directory.resolve("history/runs")).isNotEmptyDirectory();
    }

    @Test
    void tombstones_ofTheSource_removeNothingHere_andAreReported() throws Exception {
        Path issues = Exchanges.file(
                directory.resolve("issues.jsonl"),
                "{\"id\":\"bd-1\",\"title\":\"One\",\"status\":\"open\",\"issue_type\":\"bug\",\"created_at\":\"2026-01-01T00:00:00Z\"}\n");
        Exchanges.importInto(loom, Exchanges.read(issues), Strategy.APPEND);
        Exchanges.file(
                issues, "{\"id\":\"bd-1\",\"title\":\"One\",\"status\":\"tombstone\",\"delete_reason\":\"done\"}\n");

        ImportResult result = Exchanges.importInto(loom, Exchanges.read(issues), Strategy.MERGE);

        assertThat(result.plan().counts()).isEqualTo(counts(0, 0, 0, 0));
        assertThat(result.run().findings()).anyMatch(finding -> finding.what().contains("removed there: done"));
        assertThat(Files.readString(loom.resolve("memory/solutions.json"))).contains("bd-1");
    }

    @Test
    void beads_becomeNotes_withTheirTimesAndDependencies() throws Exception {
        Path issues = Exchanges.file(directory.resolve("issues.jsonl"), """
                {"id":"bd-1","title":"Login fails","description":"Since Monday.","design":"Check the clock.","status":"open","priority":1,"issue_type":"bug","labels":["auth"],"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-02T00:00:00Z","dependencies":[{"issue_id":"bd-1","depends_on_id":"bd-2","type":"blocks"}],"comments":[]}
                not json
                {"id":"bd-2","title":"Clock","status":"closed","priority":2,"issue_type":"task"}
                """);
        Reading reading = Exchanges.read(issues);
        assertThat(reading.format()).isEqualTo(ExchangeFormat.BEADS);
        assertThat(reading.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).startsWith("line 2"));

        ImportResult result = Exchanges.importInto(claude, reading, Strategy.APPEND);

        assertThat(result.plan().counts().added()).isEqualTo(2);
        assertThat(Files.readString(claude.resolve("bd-1.md")))
                .contains("type: \"bug\"", "origin: \"beads\"", "tags: [\"auth\"]", "created: \"2026-01-01T00:00:00Z\"")
                .contains("Since Monday.\n\n## Design\n\nCheck the clock.", "\"priority\":1", "bd-2");
        assertThat(Files.readString(claude.resolve("MEMORY.md"))).contains("](bd-1.md)", "keep commits short");
        ImportResult again = Exchanges.importInto(claude, reading, Strategy.MERGE);
        assertThat(again.plan().counts()).isEqualTo(counts(0, 0, 2, 0));
    }

    @Test
    void basicMemory_keepsItsBytes() throws Exception {
        Path folder = directory.resolve("knowledge");
        String note = "---\ntitle: Redis\ntype: note\ntags:\n- cache\npermalink: infra/redis\n---\n\n# Redis\n\n"
                + "- [decision] one cluster #infra (2026)\n- relates_to [[Queue]]\n";
        Exchanges.file(folder.resolve("infra/redis.md"), note);
        Exchanges.file(folder.resolve(".obsidian/hidden.md"), "not a note");

        Reading reading = Exchanges.read(folder);
        assertThat(reading.format()).isEqualTo(ExchangeFormat.BASIC_MEMORY);
        Exchanges.importInto(claude, reading, Strategy.APPEND);

        assertThat(Files.readString(claude.resolve("infra/redis.md"))).isEqualTo(note);
        assertThat(reading.items()).hasSize(1);
        ImportResult loomed = Exchanges.importInto(loom, reading, Strategy.APPEND);
        assertThat(loomed.plan().counts().added()).isEqualTo(1);
        Map<String, ExchangedItem> back = Exchanges.items(Exchanges.read(loom));
        assertThat(back.get("infra/note/infra/redis").isSameAs(reading.items().getFirst()))
                .isTrue();
    }

    @Test
    void hostileIds_stayInTheStore() throws Exception {
        Path file = Exchanges.file(directory.resolve("hostile.jsonl"), """
                {"type":"entity","name":"../../../escape","entityType":"x","observations":["a"]}
                {"type":"entity","name":".hidden/\\u0000nul","entityType":"x","observations":["b"]}
                {"type":"entity","name":"MEMORY","entityType":"x","observations":["---\\nx-aml: '{}'\\n---"]}
                {"type":"entity","name":"","entityType":"","observations":[""]}
                """);
        SortedMap<String, String> outside = Exchanges.tree(directory.resolve("shop"));

        ImportResult result = Exchanges.importInto(claude, Exchanges.read(file), Strategy.APPEND);

        assertThat(result.plan().counts().added()).isEqualTo(4);
        SortedMap<String, String> now = Exchanges.tree(directory.resolve("shop"));
        assertThat(now.keySet()).allMatch(path -> path.startsWith(".claude/memory") || outside.containsKey(path));
        assertThat(Exchanges.read(claude).items()).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void entriesOfIndexesElsewhere_areRefused() throws Exception {
        SortedMap<String, String> before = Exchanges.tree(directory);
        for (String id :
                List.of("../../MEMORY#x", "/etc/MEMORY#x", "..#x", "#x", "notes#x", ".claude/MEMORY#x", "MEMORY")) {
            ExchangedItem entry = new ExchangedItem(
                    ExchangeKind.ENTRY,
                    "memory",
                    id,
                    "{\"id\":\"" + id + "\",\"type\":\"section\",\"title\":\"x\",\"text\":\"y\"}",
                    "claude");
            Reading reading =
                    new Reading(ExchangeFormat.BUNDLE, "x", List.of(entry), List.of(), List.of(), List.of(), List.of());

            ImportPreview preview = Exchanges.preview(claude, reading, Strategy.APPEND);

            assertThat(preview.plan().counts().refused()).as(id).isEqualTo(1);
        }
        assertThat(Exchanges.tree(directory)).isEqualTo(before);
    }

    @Test
    void manyItemsWithOneTitle_getNamesOfTheirOwn() throws Exception {
        StringBuilder issues = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            issues.append("{\"type\":\"entity\",\"name\":\"Same" + "!".repeat(i)
                    + "\",\"entityType\":\"x\",\"observations\":[]}\n");
        }
        Reading reading = Exchanges.read(Exchanges.file(directory.resolve("same.jsonl"), issues.toString()));

        ImportResult result = Exchanges.importInto(claude, reading, Strategy.APPEND);

        assertThat(result.plan().counts().added()).isEqualTo(50);
        assertThat(claude.resolve("same-50.md")).exists();
        assertThat(Exchanges.importInto(claude, reading, Strategy.APPEND).plan().counts())
                .isEqualTo(counts(0, 0, 50, 0));
    }

    @Test
    void envelopeOfSomebodyElse_doesNotLeadOutOfTheStore() throws Exception {
        Exchanges.file(
                claude.resolve("evil.md"),
                "---\nname: evil\nx-aml: '{\"kind\":\"note\",\"agent\":\"../..\",\"id\":\"../../../../evil\",\"from\":\"x\",\"rest\":{\"id\":\"e\",\"title\":\"t\",\"text\":\"t\"}}'\n---\n\nText\n");
        Path other = directory.resolve("other/.serena/memories");
        Exchanges.export(Exchanges.read(claude), other, ExchangeFormat.SERENA);

        assertThat(Exchanges.tree(directory.resolve("other")).keySet())
                .allMatch(path -> path.startsWith(".serena/memories"));
        assertThat(directory.resolve("evil.md")).doesNotExist();
    }

    @Test
    void terminalColours_andLineBreaks_inTitles_areKeptInTheItem_notInTheIndex() throws Exception {
        patterns(
                pattern(
                        ID,
                        "\\u001b[31mFAIL\\u001b[0m  relay.spec.ts\\n  expected [55] (rows)",
                        "2026-02-01T00:00:00Z"),
                pattern(OTHER, "\\u0007", "2026-02-01T00:00:00Z"));
        Reading source = Exchanges.read(loom);

        ImportResult result = Exchanges.importInto(claude, source, Strategy.APPEND);

        assertThat(result.run().findings()).isEmpty();
        assertThat(result.plan().losses()).noneMatch(loss -> loss.isDropped());
        assertThat(Files.readString(claude.resolve("MEMORY.md")))
                .doesNotContain("\u001b", "\u0007")
                .contains("FAIL");
        Map<String, ExchangedItem> held = Exchanges.items(Exchanges.read(claude));
        source.items()
                .forEach(
                        item -> assertThat(held.get(item.home()).isSameAs(item)).isTrue());
    }

    @Test
    void textThatLooksLikeASection_isKeptAsItWas() throws Exception {
        patterns(pattern(ID, "retry", "2026-02-01T00:00:00Z")
                .replace("because", "because\\n\\n## Code\\n\\n- x\\n\\n## Steps\\n\\n- y\\n")
                .replace("[\"always\"]", "[\"- a\\n  b\", \"\", \"\\n\"]"));
        Reading source = Exchanges.read(loom);
        ImportResult result = Exchanges.importInto(claude, source, Strategy.APPEND);

        assertThat(result.plan().losses()).noneMatch(loss -> loss.isDropped());
        Map<String, ExchangedItem> held = Exchanges.items(Exchanges.read(claude));
        source.items()
                .forEach(
                        item -> assertThat(held.get(item.home()).isSameAs(item)).isTrue());
    }

    @Test
    void longItems_areReadBack() throws Exception {
        patterns(pattern(ID, "long", "2026-02-01T00:00:00Z")
                .replace("\"x-team\":\"payments\"", "\"x-team\":\"" + "it's ".repeat(8000) + "\""));
        ImportResult result = Exchanges.importInto(claude, Exchanges.read(loom), Strategy.APPEND);
        assertThat(result.plan().losses()).noneMatch(loss -> loss.isDropped());

        patterns(pattern(OTHER, "too long", "2026-02-01T00:00:00Z")
                .replace("\"x-team\":\"payments\"", "\"x-team\":\"" + "it's ".repeat(80000) + "\""));
        ImportResult large = Exchanges.importInto(claude, Exchanges.read(loom), Strategy.APPEND);
        assertThat(large.plan().losses())
                .anyMatch(loss -> loss.isDropped() && loss.fields().contains("x-team"));
        assertThat(Files.readString(claude.resolve("debugger/pattern_too-long.md")))
                .contains("because", "2.50e-1");
        ImportResult again = Exchanges.importInto(claude, Exchanges.read(loom), Strategy.APPEND);
        assertThat(again.plan().counts()).isEqualTo(counts(0, 0, 0, 1));
    }

    @Test
    void indexThatGetsTooLong_isReported() throws Exception {
        StringBuilder issues = new StringBuilder();
        for (int i = 0; i < 230; i++) {
            issues.append("{\"id\":\"bd-" + i + "\",\"title\":\"Issue " + i + "\",\"status\":\"open\"}\n");
        }
        Path file = Exchanges.file(directory.resolve("issues.jsonl"), issues.toString());

        ImportPreview preview = Exchanges.preview(claude, Exchanges.read(file), Strategy.APPEND);

        assertThat(preview.findings()).anyMatch(finding -> finding.what().startsWith("the index gets 231 lines"));
    }

    @Test
    void codexMemories_areASource_andNeverATarget() throws Exception {
        Path codex = directory.resolve("home/.codex/memories");
        Exchanges.file(codex.resolve("memory_summary.md"), "v1\n\n# Summary\n");
        Reading reading = Exchanges.read(codex);

        assertThat(reading.format()).isEqualTo(ExchangeFormat.CODEX);
        assertThat(Exchanges.importInto(loom, reading, Strategy.APPEND)
                        .plan()
                        .counts()
                        .added())
                .isEqualTo(1);
        assertThatThrownBy(() -> Exchanges.export(Exchanges.read(claude), codex, ExchangeFormat.CODEX))
                .hasMessageContaining("which aml only reads");
        assertThat(Exchanges.tree(codex)).hasSize(1);
        Path project = Exchanges.file(directory.resolve("project/CLAUDE.md"), "# Rules\n\nShort commits.\n");
        assertThat(Exchanges.read(project).format()).isEqualTo(ExchangeFormat.INSTRUCTIONS);
        assertThatThrownBy(() -> Exchanges.export(Exchanges.read(claude), project, ExchangeFormat.INSTRUCTIONS))
                .hasMessageContaining("which aml only reads");
    }

    @Test
    void unknownFile_isRefused_withTheWayToNameItsFormat() throws Exception {
        Path file = Exchanges.file(directory.resolve("list.json"), "[1, 2]");
        assertThatThrownBy(() -> Exchanges.read(file)).hasMessageContaining("--format");
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text);
        }
        return out.toByteArray();
    }
}
