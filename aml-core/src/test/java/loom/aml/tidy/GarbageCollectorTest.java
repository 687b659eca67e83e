package loom.aml.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.TestItem;
import loom.aml.TestItem.Shape;
import loom.aml.TestStore;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.store.Explanation;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what garbage collection removes, what it only reports, and what it never touches. */
class GarbageCollectorTest {
    private static final String DECISIONS = "debugger/decisions.json";
    private static final String PATTERNS = "debugger/patterns.json";

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    private GcPlan plan(MemoryStore open) throws IOException {
        return new GarbageCollector(GcPolicy.DEFAULT, store.now()).plan(open, Selection.ALL);
    }

    private GcPlan plan() throws IOException {
        return store.plan(this::plan);
    }

    private Report gc() throws IOException {
        return store.run(this::plan);
    }

    private static TestItem decision(String name) {
        return TestItem.decision(TestItem.uuid(name));
    }

    private static TestItem pattern(String name) {
        return TestItem.pattern(TestItem.uuid(name));
    }

    private static List<Finding.Kind> kinds(List<Finding> findings) {
        return findings.stream().map(Finding::kind).toList();
    }

    @Test
    void gc_ofACleanStore_hasNothingToDo() throws IOException {
        for (Shape shape : Set.of(Shape.V1_0_0, Shape.V1_1_0, Shape.V1_2_0)) {
            store.put(shape + "/patterns.json", TestItem.pattern(shape, TestItem.uuid("p")))
                    .put(shape + "/solutions.json", TestItem.solution(shape, TestItem.uuid("s")))
                    .putGzip(shape + "/decisions.json", TestItem.decision(shape, TestItem.uuid("d")));
        }
        SortedMap<String, String> before = store.memory();

        Report report = gc();

        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(report.findings()).isEmpty();
        assertThat(report.changedFiles()).isZero();
        assertThat(store.memory()).isEqualTo(before);
        assertThat(plan().items()).isEqualTo(9);
    }

    @Test
    void plan_changesNothing_notEvenATime() throws IOException {
        store.put(DECISIONS, decision("a"), decision("a"), decision("b").without("agent"))
                .put("debugger/solutions.json", "[]")
                .putGzip("debugger/patterns.json.gz", pattern("c"))
                .put("debugger/metrics.json.tmp", "{")
                .age("debugger/metrics.json.tmp", Duration.ofDays(1))
                .settled();
        SortedMap<String, String> before = store.everything();

        assertThat(plan().changes().changes()).hasSize(5);

        assertThat(store.everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ }",
                "{\"id\": null}",
                "{\"id\": \"\", \"agent\": \" \", \"timestamp\": null}",
                "{\"decision\": {\"type\": \"\", \"context\": {}, \"alternativesConsidered\": []}}",
                "{\"tags\": [[], {}, null, \"\\n\"]}",
            })
    void gc_removesElementsWithoutContent_andNothingElse(String blank) throws IOException {
        store.put(DECISIONS, "[" + decision("one") + ", " + blank + "]");

        Report report = gc();

        assertThat(store.text(DECISIONS)).isEqualTo("[" + decision("one") + "]");
        assertThat(report.removedByCause()).hasSize(1).allSatisfy((tally, count) -> {
            assertThat(tally.strategy()).isEqualTo("invalid");
            assertThat(tally.reason()).isEqualTo("failed_validation");
            assertThat(count.items()).isEqualTo(1);
        });
    }

    @Test
    void gc_explainsWhatAnElementWithoutContentLacks() throws IOException {
        store.put(DECISIONS, "[{\"agent\": \"\"}]");

        assertThat(explained()).containsEntry("null", "{\"missing\":[\"id\",\"agent\",\"timestamp\"]}");
    }

    private Map<String, String> explained() throws IOException {
        Map<String, String> values = new TreeMap<>();
        try (MemoryStore open = store.openReadOnly()) {
            Explanation.read(
                    open,
                    plan(open).changes(),
                    one -> values.put(String.valueOf(one.id()), one.values().toString()));
        }
        return values;
    }

    @ParameterizedTest
    @EnumSource
    void gc_keepsTheMoreUsedOfTwoPatternsWithOneId(Shape shape) throws IOException {
        String id = TestItem.uuid("twice");
        TestItem often =
                TestItem.pattern(shape, id).with("metrics.executionCount", 21).with("pattern.type", "often");
        TestItem lately = TestItem.pattern(shape, id).with("evolution.lastUsed", TestStore.NOW);
        for (TestItem[] order : new TestItem[][] {{often, lately}, {lately, often}}) {
            store.put(PATTERNS, order);

            Report report = gc();

            assertThat(store.text(PATTERNS)).isEqualTo(TestItem.collection(often));
            assertThat(report.removedByCause().firstKey().strategy()).isEqualTo("duplicates");
            assertThat(report.removedByCause().firstKey().reason()).isEqualTo("duplicate");
        }
    }

    @ParameterizedTest
    @EnumSource
    void gc_keepsTheLastUsedOfEquallyUsedPatterns_toTheMicrosecond(Shape shape) throws IOException {
        String id = TestItem.uuid("twice");
        TestItem before = TestItem.pattern(shape, id).with("evolution.lastUsed", "2026-11-20T10:00:00.123456");
        TestItem after = TestItem.pattern(shape, id).with("evolution.lastUsed", "2026-11-20T10:00:00.123457");
        for (TestItem[] order : new TestItem[][] {{before, after}, {after, before}}) {
            store.put(PATTERNS, order);

            gc();

            assertThat(store.text(PATTERNS)).isEqualTo(TestItem.collection(after));
        }
    }

    @Test
    void gc_keepsTheFirstOfPatternsWithEqualUse() throws IOException {
        TestItem first = pattern("twice").with("pattern.type", "first");
        TestItem second = pattern("twice").with("pattern.type", "second");
        store.put(PATTERNS, first, second);

        gc();

        assertThat(store.text(PATTERNS)).isEqualTo(TestItem.collection(first));
    }

    @Test
    void gc_keepsTheMoreVerifiedThenNewerSolution_andTheNewerDecision() throws IOException {
        TestItem verified = TestItem.solution(TestItem.uuid("s")).with("verifiedCount", 9);
        TestItem newer = TestItem.solution(TestItem.uuid("s")).with("timestamp", TestStore.NOW);
        TestItem old = TestItem.solution(TestItem.uuid("t"));
        TestItem young = TestItem.solution(TestItem.uuid("t")).with("timestamp", TestStore.NOW);
        TestItem oldDecision = decision("d");
        TestItem youngDecision = decision("d").with("timestamp", TestStore.NOW);
        TestItem undated = decision("d").with("timestamp", "some day");
        store.put("debugger/solutions.json", newer, verified, old, young)
                .put(DECISIONS, undated, oldDecision, youngDecision);

        gc();

        assertThat(store.text("debugger/solutions.json")).isEqualTo(TestItem.collection(verified, young));
        assertThat(store.text(DECISIONS)).isEqualTo(TestItem.collection(youngDecision));
    }

    @Test
    void gc_keepsTheBestOfThreeCopies_whateverItsPosition() throws IOException {
        TestItem best = pattern("thrice").with("metrics.executionCount", 30);
        TestItem good = pattern("thrice").with("metrics.executionCount", 25);
        TestItem poor = pattern("thrice").with("metrics.executionCount", 20);
        for (TestItem[] order : new TestItem[][] {
            {best, good, poor}, {poor, good, best}, {good, best, poor}, {poor, best, good}, {best, best, best}
        }) {
            store.put(PATTERNS, order);

            Report report = gc();

            assertThat(report.removed()).isEqualTo(2);
            assertThat(store.text(PATTERNS)).isEqualTo(TestItem.collection(best));
        }
    }

    @Test
    void gc_keepsTheFirstOfIdenticalCopies() throws IOException {
        store.put(DECISIONS, decision("twice"), decision("other"), decision("twice"));

        gc();

        assertThat(store.text(DECISIONS)).isEqualTo(TestItem.collection(decision("twice"), decision("other")));
    }

    @Test
    void gc_comparesIdsAfterUnescaping_andNotAcrossKindsOrAgents() throws IOException {
        store.put(
                        DECISIONS,
                        decision("x").with("id", "b\\u0061c").with("timestamp", TestStore.NOW),
                        decision("x").with("id", "bac"))
                .put("debugger/solutions.json", TestItem.solution("bac"))
                .put("reviewer/decisions.json", decision("x").with("id", "bac"));

        Report report = gc();

        assertThat(report.removed()).isEqualTo(1);
        assertThat(store.ids(DECISIONS)).containsExactly("bac");
        assertThat(store.text(DECISIONS)).contains("b\\u0061c");
    }

    @Test
    void gc_explainsDuplicatesByTheirUse() throws IOException {
        store.put(
                PATTERNS,
                pattern("twice").with("metrics.executionCount", 4).with("evolution.lastUsed", "2026-11-01T00:00:00Z"),
                pattern("twice"));

        assertThat(explained())
                .containsExactly(
                        Map.entry(TestItem.uuid("twice"), "{\"uses\":4.0,\"last_used\":\"2026-11-01T00:00:00Z\"}"));
    }

    @Test
    void gc_prefersTheItemInThePlainFile_toTheSuffixedOne() throws IOException {
        TestItem rarelyUsed = pattern("both").with("metrics.executionCount", 1);
        store.put(PATTERNS, rarelyUsed)
                .putGzip(PATTERNS + ".gz", pattern("both").with("metrics.executionCount", 99), pattern("only here"));

        Report report = gc();

        assertThat(report.removed()).isEqualTo(1);
        assertThat(store.text(PATTERNS)).isEqualTo(TestItem.collection(rarelyUsed));
        assertThat(store.ids(PATTERNS + ".gz")).containsExactly(TestItem.uuid("only here"));
        assertThat(store.isGzip(PATTERNS + ".gz")).isTrue();
    }

    @Test
    void gc_completesTheItemOfThePlainFile_andRemovesItsCopyFromTheSuffixedOne() throws IOException {
        store.put(PATTERNS, pattern("both").without("agent"), pattern("other"))
                .putGzip(PATTERNS + ".gz", pattern("both"), pattern("only here"));

        gc();

        assertThat(store.ids(PATTERNS)).containsExactly(TestItem.uuid("both"), TestItem.uuid("other"));
        assertThat(store.items(PATTERNS).getFirst().toString()).contains("\"agent\"");
        assertThat(store.ids(PATTERNS + ".gz")).containsExactly(TestItem.uuid("only here"));
    }

    @Test
    void gc_keepsTheSuffixedCopyWhereThePlainFileIsDamaged() throws IOException {
        store.put(PATTERNS, "[" + pattern("both") + ",").putGzip(PATTERNS + ".gz", pattern("both"));
        SortedMap<String, String> before = store.memory();

        Report report = gc();

        assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(store.memory()).isEqualTo(before);
    }

    @Test
    void gc_keepsASuffixedCopyIfThePlainFileChangedSincePlanned() throws IOException {
        store.put(PATTERNS, pattern("both")).putGzip(PATTERNS + ".gz", pattern("both"), pattern("only here"));
        try (MemoryStore open = store.open()) {
            GcPlan plan = plan(open);
            store.rewrite(PATTERNS, TestItem.collection(pattern("new")));

            Report report = store.execution(open).execute(plan, Execution.Options.DEFAULT);

            assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
            assertThat(kinds(report.findings())).containsExactly(Finding.Kind.CHANGED);
            assertThat(store.ids(PATTERNS + ".gz")).hasSize(2);
        }
    }

    @Test
    void gc_keepsADuplicateWhoseSurvivorWasRemovedSincePlanned() throws IOException {
        TestItem best = pattern("twice").with("metrics.executionCount", 30);
        TestItem poor = pattern("twice");
        store.put(PATTERNS, best, poor);
        try (MemoryStore open = store.open()) {
            GcPlan plan = plan(open);
            store.rewrite(PATTERNS, TestItem.collection(poor));

            Report report = store.execution(open).execute(plan, Execution.Options.DEFAULT);

            assertThat(store.text(PATTERNS)).isEqualTo(TestItem.collection(poor));
            assertThat(report.removed()).isZero();
        }
    }

    @Test
    void gc_reportsIdenticalContentUnderTwoIds_andKeepsIt() throws IOException {
        store.put(
                DECISIONS,
                decision("x").with("id", TestItem.uuid("one")),
                decision("y"),
                decision("x").with("id", TestItem.uuid("two")));
        String before = store.look(DECISIONS);

        Report report = gc();

        assertThat(store.look(DECISIONS)).isEqualTo(before);
        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.IDENTICAL);
            assertThat(finding.where()).isEqualTo("debugger/decision/" + TestItem.uuid("two"));
            assertThat(finding.what()).contains("item 0 ");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t ", "null", "[]", " [ ]\r\n", "\ufeff[]"})
    void gc_removesEmptyCollections_afterArchivingThem(String text) throws IOException {
        store.put(DECISIONS, text)
                .put("debugger/patterns.json", TestStore.gzip(text))
                .put("debugger/solutions.json.gz", text)
                .put("debugger/metrics.json", "{}")
                .settled();

        Report report = gc();

        assertThat(store.collections()).isEmpty();
        assertThat(store.has("debugger/metrics.json")).isTrue();
        assertThat(report.changedFiles()).isEqualTo(3);
        assertThat(store.logs().resolve("archives").resolve(report.run()).resolve(DECISIONS + ".original"))
                .hasContent(text.replace("\r\n", "\n"));
        store.undo(report.run());
        assertThat(store.text(DECISIONS)).isEqualTo(text);
        assertThat(store.text("debugger/patterns.json")).isEqualTo(text);
        assertThat(store.text("debugger/solutions.json.gz")).isEqualTo(text);
    }

    @Test
    void gc_keepsACollectionOfForeignElements_andReportsThem() throws IOException {
        store.put(DECISIONS, "[null, 7]");
        String before = store.look(DECISIONS);

        Report report = gc();

        assertThat(store.look(DECISIONS)).isEqualTo(before);
        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(report.findings()).hasSize(2).allSatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.STRANGER);
            assertThat(finding.where()).isEqualTo(DECISIONS);
        });
    }

    @Test
    void gc_keepsAnEmptyCollectionThatGotAnItemSincePlanned() throws IOException {
        store.put(DECISIONS, "[]").settled();
        try (MemoryStore open = store.open()) {
            GcPlan plan = plan(open);
            store.rewrite(DECISIONS, TestItem.collection(decision("new")));

            Report report = store.execution(open).execute(plan, Execution.Options.DEFAULT);

            assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
            assertThat(store.ids(DECISIONS)).containsExactly(TestItem.uuid("new"));
        }
    }

    @Test
    void gc_removesTemporaryFilesOlderThanAnHour_afterArchivingThem() throws IOException {
        Duration hour = Duration.ofHours(1);
        for (String path :
                new String[] {"debugger/patterns.json.tmp", "config.json.tmp", "global/project-meta.json.tmp"}) {
            store.put(path, "only copy").age(path, hour.plusMillis(1));
        }
        store.put("debugger/solutions.json.tmp", "[").age("debugger/solutions.json.tmp", hour);
        store.put("debugger/metrics.json.tmp", "{").age("debugger/metrics.json.tmp", hour.minusMinutes(1));
        store.put("debugger/context.json.tmp", "{").age("debugger/context.json.tmp", hour.negated());
        store.put("debugger/notes.txt", "mine").age("debugger/notes.txt", Duration.ofDays(900));

        Report report = gc();

        assertThat(store.memory().keySet())
                .containsExactlyInAnyOrder(
                        "debugger",
                        "global",
                        "debugger/solutions.json.tmp",
                        "debugger/metrics.json.tmp",
                        "debugger/context.json.tmp",
                        "debugger/notes.txt");
        assertThat(report.changedFiles()).isEqualTo(3);
        Path archive = store.logs().resolve("archives").resolve(report.run());
        assertThat(archive.resolve("debugger/patterns.json.tmp.original")).hasContent("only copy");

        store.undo(report.run());

        assertThat(store.text("debugger/patterns.json.tmp")).isEqualTo("only copy");
        assertThat(store.text("config.json.tmp")).isEqualTo("only copy");
    }

    @Test
    void gc_renamesALoneSuffixedFile_keepingItsBytesAndTime() throws IOException {
        store.putGzip("debugger/patterns.json.gz", pattern("a"))
                .put("debugger/solutions.json.gz", TestItem.solution(TestItem.uuid("b")));
        store.age("debugger/patterns.json.gz", Duration.ofDays(3));
        String gzip = store.look("debugger/patterns.json.gz");
        String plain = store.look("debugger/solutions.json.gz");

        Report report = gc();

        assertThat(store.collections()).containsExactly("debugger/patterns.json", "debugger/solutions.json");
        assertThat(store.look("debugger/patterns.json")).isEqualTo(gzip);
        assertThat(store.look("debugger/solutions.json")).isEqualTo(plain);
        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(report.bytesFreed()).isZero();
        assertThat(store.record(report.run()).finished().orElseThrow().strings("not_done"))
                .isEmpty();
    }

    @Test
    void gc_keepsBothFilesIfBothExist() throws IOException {
        store.put(PATTERNS, pattern("a")).putGzip(PATTERNS + ".gz", pattern("b"));
        SortedMap<String, String> before = store.memory();

        Report report = gc();

        assertThat(report.changedFiles()).isZero();
        assertThat(store.memory()).isEqualTo(before);
    }

    @Test
    void gc_doesNotRenameAFileWhosePlainNameAppearedSincePlanned() throws IOException {
        store.putGzip(PATTERNS + ".gz", pattern("a"));
        try (MemoryStore open = store.open()) {
            GcPlan plan = plan(open);
            store.put(PATTERNS, pattern("b"));

            Report report = store.execution(open).execute(plan, Execution.Options.DEFAULT);

            assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
            assertThat(store.ids(PATTERNS)).containsExactly(TestItem.uuid("b"));
            assertThat(store.ids(PATTERNS + ".gz")).containsExactly(TestItem.uuid("a"));
        }
    }

    @Test
    void gc_doesNotRenameADamagedFile() throws IOException {
        store.put(PATTERNS + ".gz", "[{");
        SortedMap<String, String> before = store.memory();

        assertThat(kinds(gc().findings())).containsExactly(Finding.Kind.DAMAGED);

        assertThat(store.memory()).isEqualTo(before);
    }

    @Test
    void gc_reportsAbandonedLocks_andNeverRemovesThem() throws IOException {
        store.put(DECISIONS, decision("a"));
        Path stale = Files.createDirectory(store.root().resolve("debugger/patterns.json.lock"));
        Path global = Files.createDirectories(store.root().resolve("global/project-meta.json.lock"));
        Path fresh = Files.createDirectory(store.root().resolve("debugger/solutions.json.lock"));
        Files.setLastModifiedTime(stale, FileTime.from(store.now().minusSeconds(61)));
        Files.setLastModifiedTime(global, FileTime.from(store.now().minusSeconds(3_600)));
        Files.setLastModifiedTime(fresh, FileTime.from(store.now().minusSeconds(60)));

        Report report = gc();

        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(report.findings())
                .extracting(Finding::where)
                .containsExactly("debugger/patterns.json.lock", "global/project-meta.json.lock");
        assertThat(report.findings()).allSatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.STALE_LOCK);
            assertThat(finding.advice()).contains("rmdir");
        });
        assertThat(stale).isDirectory();
        assertThat(global).isDirectory();
        assertThat(fresh).isDirectory();
    }

    @Test
    void gc_reportsItemsTheRuntimeRejects_withTheEffect() throws IOException {
        store.put(PATTERNS, TestItem.pattern("no-uuid"), pattern("sound"))
                .put(DECISIONS, decision("d").without("decision.question"));
        SortedMap<String, String> before = store.memory();

        Report report = gc();

        assertThat(store.memory()).isEqualTo(before);
        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(report.findings()).hasSize(2);
        assertThat(report.findings().getFirst()).satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.RUNTIME_REFUSES);
            assertThat(finding.where()).isEqualTo("debugger/pattern/no-uuid");
            assertThat(finding.what()).contains("id must be a UUID");
            assertThat(finding.advice())
                    .contains("every pattern query of this agent fails")
                    .contains("--for-runtime");
        });
        assertThat(report.findings().getLast()).satisfies(finding -> {
            assertThat(finding.what()).contains("decision.question");
            assertThat(finding.advice()).contains("may fail to load it");
        });
    }

    @Test
    void gc_forRuntimeArchivesItemsTheRuntimeRejects() throws IOException {
        store.put(
                PATTERNS,
                TestItem.pattern("no-uuid"),
                pattern("sound"),
                pattern("rate").with("metrics.successRate", 1.5));
        String before = store.text(PATTERNS);

        Report report = store.run(open ->
                new GarbageCollector(GcPolicy.DEFAULT.withForRuntime(true), store.now()).plan(open, Selection.ALL));

        assertThat(store.ids(PATTERNS)).containsExactly(TestItem.uuid("sound"));
        assertThat(report.findings()).isEmpty();
        assertThat(report.removedByCause().firstKey().strategy()).isEqualTo("for_runtime");
        assertThat(report.removedByCause().firstKey().reason()).isEqualTo("failed_validation");

        store.undo(report.run());

        assertThat(store.text(PATTERNS)).isEqualTo(before);
    }

    @Test
    void gc_forRuntimeExplainsTheRejection() throws IOException {
        store.put(PATTERNS, TestItem.pattern("no-uuid"));
        Map<String, String> values = new TreeMap<>();
        try (MemoryStore open = store.openReadOnly()) {
            GcPlan plan =
                    new GarbageCollector(GcPolicy.DEFAULT.withForRuntime(true), store.now()).plan(open, Selection.ALL);
            Explanation.read(
                    open,
                    plan.changes(),
                    one -> values.put("" + one.id(), one.toJson().toString()));
        }

        assertThat(values.get("no-uuid"))
                .contains("the runtime's schema rejects it")
                .endsWith("\"values\":{\"refused_for\":\"id must be a UUID\"}}");
    }

    @Test
    void gc_keepsAndLocatesDamagedFiles_andProcessesTheOthers() throws IOException {
        store.put(PATTERNS, TestItem.collection(pattern("a")) + "]").put(DECISIONS, decision("b"), decision("b"));
        String before = store.look(PATTERNS);

        Report report = gc();

        assertThat(store.look(PATTERNS)).isEqualTo(before);
        assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(report.removed()).isEqualTo(1);
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.DAMAGED);
            assertThat(finding.where()).isEqualTo(PATTERNS);
            assertThat(finding.offset()).hasValue(store.size(PATTERNS) - 1);
            assertThat(finding.advice()).contains("--repair");
        });
    }

    @Test
    void gc_readsOnlyTheSelectedAgents() throws IOException {
        for (String agent : new String[] {"debugger", "reviewer"}) {
            store.put(agent + "/decisions.json", decision("a"), decision("a"))
                    .put(agent + "/solutions.json", "[]")
                    .put(agent + "/metrics.json.tmp", "{")
                    .age(agent + "/metrics.json.tmp", Duration.ofDays(1));
        }
        store.put("config.json.tmp", "{")
                .age("config.json.tmp", Duration.ofDays(1))
                .settled();

        GcPlan plan = store.plan(open ->
                new GarbageCollector(GcPolicy.DEFAULT, store.now()).plan(open, Selection.ofAgents(Set.of("debugger"))));

        assertThat(plan.changes().changes())
                .extracting(StoreChange::path)
                .containsExactlyInAnyOrder(
                        "debugger/decisions.json", "debugger/solutions.json", "debugger/metrics.json.tmp");
        assertThat(plan.items()).isEqualTo(2);
    }

    @Test
    void gc_neverReadsReservedDirectories() throws IOException {
        for (String reserved :
                new String[] {"global", "config", "audit", "backup", "backups", "monitoring", ".hidden"}) {
            store.put(reserved + "/patterns.json", "[]").put(reserved + "/nested/patterns.json", "[]");
        }
        SortedMap<String, String> before = store.memory();

        Report report = gc();

        assertThat(report.changedFiles()).isZero();
        assertThat(store.memory()).isEqualTo(before);
    }

    @Test
    void gc_followsNoLinks() throws IOException {
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("patterns.json"), "[]");
        store.put(DECISIONS, decision("a"));
        Files.createSymbolicLink(store.root().resolve("linked"), elsewhere);
        Files.createSymbolicLink(store.root().resolve(PATTERNS), elsewhere.resolve("patterns.json"));

        Report report = gc();

        assertThat(report.changedFiles()).isZero();
        assertThat(elsewhere.resolve("patterns.json")).hasContent("[]");
        assertThat(kinds(report.findings())).containsExactly(Finding.Kind.LINK, Finding.Kind.LINK);
    }

    @Test
    void gc_runASecondTime_findsNothing_andExplainsEachRemovalOfTheFirst() throws IOException {
        store.put(DECISIONS, decision("a"), decision("a"), decision("b").without("id"), decision("c"))
                .putGzip("debugger/solutions.json.gz", TestItem.solution(TestItem.uuid("s")));
        gc();
        SortedMap<String, String> before = store.memory();

        Report second = gc();

        assertThat(second.changedFiles()).isZero();
        assertThat(store.memory()).isEqualTo(before);
    }

    @Test
    void policy_describesItself_andRefusesNegativeAges() {
        GcPolicy policy = GcPolicy.DEFAULT.withRepair(true).withForRuntime(true);

        assertThat(policy.toJson())
                .hasToString(
                        "{\"repair\":true,\"complete\":true,\"for_runtime\":true,\"leftover_age_s\":3600,\"stale_lock_age_s\":60}");
        assertThat(GcPolicy.DEFAULT)
                .isEqualTo(new GcPolicy(false, true, false, Duration.ofHours(1), Duration.ofMinutes(1)));
        Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> new GcPolicy(false, false, false, Duration.ofHours(-1), Duration.ZERO));
        Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> new GcPolicy(false, false, false, Duration.ZERO, Duration.ofNanos(-1)));
    }

    @Test
    void plan_describesItself() throws IOException {
        assertThat(plan().operation()).isEqualTo("gc");
        assertThat(plan().policy()).hasToString(GcPolicy.DEFAULT.toJson().toString());
    }
}
