package loom.aml.tidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Repair saves the readable items of damaged collections and archives the originals. */
class RepairTest {
    private static final String SOLUTIONS = "debugger/solutions.json";
    private static final String PATTERNS = "debugger/patterns.json";

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    private GcPlan plan(MemoryStore open) throws IOException {
        store.settled();
        return planOfYoung(open);
    }

    private GcPlan planOfYoung(MemoryStore open) throws IOException {
        return new GarbageCollector(GcPolicy.DEFAULT.withRepair(true), store.now()).plan(open, Selection.ALL);
    }

    private Report repair() throws IOException {
        return store.run(this::plan);
    }

    private Path originalOf(Report report, String path) {
        return store.logs().resolve("archives").resolve(report.run()).resolve(path + ".original");
    }

    private static TestItem solution(String id) {
        return TestItem.solution(TestItem.uuid(id));
    }

    @Test
    void repair_savesEveryItemBeforeAndAfterTheDamage_byteForByte() throws IOException {
        String one = solution("one").withRaw("x_number", "2.50").toString();
        String two = solution("two").toLine();
        String three = solution("three").with("x_text", "Grüße 😀").toString();
        String damaged = "[" + one + ",\n{\"id\": \"half\", \"agent\": " + two + "}}}\u0000]]\n" + three + ",[";
        store.put(SOLUTIONS, damaged);

        Report report = repair();

        assertThat(store.text(SOLUTIONS)).isEqualTo("[\n  " + one + ",\n  " + two + ",\n  " + three + "\n]");
        assertThat(originalOf(report, SOLUTIONS)).hasBinaryContent(damaged.getBytes(StandardCharsets.UTF_8));
        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(report.inserted()).as("items saved").isEqualTo(3);
        assertThat(report.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.change()).isEqualTo(StoreChange.Kind.REPLACE);
            assertThat(outcome.isCommitted()).isTrue();
        });
    }

    @Test
    void plan_saysHowManyItemsOfEachFileAreReadable() throws IOException {
        store.put(SOLUTIONS, "[" + solution("one") + "," + solution("two") + ",{\"id\":\"cut o")
                .put(PATTERNS, "[" + TestItem.pattern(TestItem.uuid("p")) + ",\0\0");

        List<Finding> findings = store.plan(this::plan).findings();

        assertThat(findings).hasSize(2).allSatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.REPAIRED);
            assertThat(finding.isProblem()).isFalse();
        });
        assertThat(findings)
                .extracting(Finding::where, finding -> finding.what().replaceFirst(";.*", ""))
                .containsExactlyInAnyOrder(
                        tuple(SOLUTIONS, "2 items can still be read"), tuple(PATTERNS, "1 item can still be read"));
        assertThat(repair().findings()).as("also reported by the run").containsAll(findings);
    }

    @Test
    void repair_keepsTheEncodingAndTheModeOfTheFile() throws IOException {
        byte[] gzip = TestStore.gzip(TestItem.collection(solution("one"), solution("two")));
        byte[] cutOff = Arrays.copyOf(gzip, gzip.length - 9);
        store.put(SOLUTIONS, cutOff);
        Path file = store.root().resolve(SOLUTIONS);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));

        Report report = repair();

        assertThat(store.isGzip(SOLUTIONS)).isTrue();
        assertThat(store.ids(SOLUTIONS)).isNotEmpty().isSubsetOf(TestItem.uuid("one"), TestItem.uuid("two"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw----");
        assertThat(originalOf(report, SOLUTIONS)).hasBinaryContent(cutOff);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"nothing here\"",
                "[{",
                "\0\0\0\0",
                "{\"version\": 3, \"entries\": {}}",
                "U2FsdGVkX1+9cX3x0Zg7nQ==",
                "<html>not found</html>",
                "[1, 2, 3",
            })
    void repair_withNothingReadable_changesNothing(String text) throws IOException {
        store.put(SOLUTIONS, text).settled();
        String before = store.look(SOLUTIONS);

        Report report = repair();

        assertThat(store.look(SOLUTIONS)).isEqualTo(before);
        assertThat(report.changedFiles()).isZero();
        assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.DAMAGED);
            assertThat(finding.what()).endsWith("no item can be read");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "x-UTF-16LE-BOM", "UTF-32LE", "UTF-32BE"})
    void repair_savesItemsOfWideText(String charset) throws IOException {
        String text = TestItem.collection(solution("one").with("x_text", "Grüße 😀"), solution("two"));
        store.put(SOLUTIONS, text.getBytes(Charset.forName(charset)));

        Report report = repair();

        assertThat(report.inserted()).isEqualTo(2);
        assertThat(store.ids(SOLUTIONS)).containsExactly(TestItem.uuid("one"), TestItem.uuid("two"));
        assertThat(store.text(SOLUTIONS)).contains("Grüße 😀");
    }

    @ParameterizedTest
    @CsvSource({
        "'\t', '\\t'",
        "'\n', '\\n'",
        "'\r\n', '\\r\\n'",
        "'\u0001', '\\u0001'",
        "'\u001b[0m\t\t', '\\u001b[0m\\t\\t'",
        "'\b\f', '\\b\\f'",
    })
    void repair_savesItemsWithRawControlCharacters_escaped(String raw, String escaped) throws IOException {
        String sound =
                TestItem.collection(solution("one"), solution("two").with("x_text", "a@b \\\" c@"), solution("three"));
        store.put(SOLUTIONS, sound.replace("@", raw));

        Report report = repair();

        assertThat(report.inserted()).isEqualTo(3);
        assertThat(store.text(SOLUTIONS))
                .contains(
                        solution("two").with("x_text", "a@b \\\" c@").toString().replace("@", escaped));
    }

    @Test
    void repair_ofManyRawCharacters_isFast() throws IOException {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < 300; i++) {
            text.append(i == 0 ? "" : ",").append(solution("s" + i).with("x_text", "\t@\n".repeat(500)));
        }
        store.put(SOLUTIONS, text + "]");

        assertThat(repair().inserted()).isEqualTo(300);
    }

    @Test
    void repair_savesItemsThatAgentsWroteFromAPrompt() throws IOException {
        store.put(PATTERNS, """
                [{"name": "Retry with jitter", "confidence": 0.8, "created": "2026-10-01"},
                 {"id": "pat-7", "title": "Cursor"},
                 {"agent": "debugger", "pattern": {"type": "paging"}},
                 {"pattern": {"type": "no id, no agent"}, "timestamp": "2026-11-01T00:00:00Z"},
                 {"id": "half""");

        assertThat(repair().inserted()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"encrypted\": \"c2VjcmV0\", \"iv\": \"00ff\", \"authTag\": \"77\"}",
                "{\"iv\": \"00ff\", \"authTag\": \"77\", \"ciphertext\": \"c2VjcmV0\"}",
                "{\"encrypted\": true, \"iv\": \"00ff\", \"authTag\": \"77\", \"data\": \"c2VjcmV0\"}",
                "[{\"encrypted\": \"c2VjcmV0\", \"iv\": \"00ff\", \"authTag\": \"77\"}]",
                "[ {\"id\": \"a\", \"ciphertext\": \"c2Vj\", \"iv\": \"00ff\", \"auth_tag\": \"77\"} ]",
                "[{\"id\": \"a\", \"agent\": \"x\", \"timestamp\": \"\", \"ciphertext\": \"c2Vj\", \"nonce\": \"00\"}]",
            })
    void encryptedData_isReported_andNeverTouched(String text) throws IOException {
        store.put(PATTERNS, text).settled();
        String before = store.look(PATTERNS);

        Report repaired = repair();
        Report collected = store.run(open ->
                new GarbageCollector(GcPolicy.DEFAULT.withForRuntime(true), store.now()).plan(open, Selection.ALL));

        assertThat(store.look(PATTERNS)).isEqualTo(before);
        for (Report report : List.of(repaired, collected)) {
            assertThat(report.changedFiles()).isZero();
            assertThat(report.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.what()).contains("looks encrypted");
                assertThat(finding.kind())
                        .isEqualTo(text.startsWith("[") ? Finding.Kind.ENCRYPTED : Finding.Kind.DAMAGED);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"id\": \"cut", "[", "{", "[]", "", "null"})
    void gcAndRepair_leavePossibleWritesInProgress_andReportThem(String text) throws IOException {
        store.put(PATTERNS, text).age(PATTERNS, Duration.ofMinutes(59));
        String before = store.look(PATTERNS);

        Report report = store.run(this::planOfYoung);

        assertThat(store.look(PATTERNS)).isEqualTo(before);
        assertThat(report.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString())
                        .contains("changed within the last 60 min", "another program may"));
    }

    @Test
    void repair_leavesARecentlyChangedDamagedFileAlone() throws IOException {
        String text = "[" + solution("one") + ",\n" + solution("two").toString().substring(0, 90);
        store.put(SOLUTIONS, text).age(SOLUTIONS, Duration.ofSeconds(2));

        assertThat(store.run(this::planOfYoung).changedFiles()).isZero();

        assertThat(store.text(SOLUTIONS)).isEqualTo(text);
        assertThat(repair().inserted()).as("an hour later").isEqualTo(1);
    }

    @Test
    void repair_doesNotTouchIntactFiles() throws IOException {
        store.put(SOLUTIONS, solution("sound")).put(PATTERNS, "[{").settled();
        String before = store.look(SOLUTIONS);

        repair();

        assertThat(store.look(SOLUTIONS)).isEqualTo(before);
    }

    @Test
    void repair_leavesAFileThatAnotherProgramWroteSincePlanned() throws IOException {
        store.put(SOLUTIONS, "[" + solution("old") + ",{");
        try (MemoryStore open = store.open()) {
            GcPlan plan = plan(open);
            store.rewrite(SOLUTIONS, TestItem.collection(solution("new")));

            Report report = store.execution(open).execute(plan, Execution.Options.DEFAULT);

            assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
            assertThat(report.findings())
                    .extracting(Finding::kind)
                    .containsExactly(Finding.Kind.REPAIRED, Finding.Kind.CHANGED);
            assertThat(store.ids(SOLUTIONS)).containsExactly(TestItem.uuid("new"));
        }
    }

    @Test
    void gcAfterRepair_findsNothingDamaged() throws IOException {
        store.put(SOLUTIONS, "[" + solution("one") + "," + solution("one") + ",");
        repair();

        Report gc = store.run(open -> new GarbageCollector(GcPolicy.DEFAULT, store.now()).plan(open, Selection.ALL));

        assertThat(gc.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.ids(SOLUTIONS)).containsExactly(TestItem.uuid("one"));
    }

    @Test
    void plan_ofARepairChangesNothing() throws IOException {
        store.put(SOLUTIONS, "[" + solution("one") + ",{").settled();
        var before = store.everything();

        GcPlan plan = store.plan(this::plan);

        assertThat(plan.changes().changes()).hasSize(1);
        assertThat(plan.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.REPAIRED);
        assertThat(store.everything()).isEqualTo(before);
    }
}
